package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationPolicy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** The application is configured in a way that cannot work: what is wrong and what to do, without a secret. */
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the library says of a login in the pool's settings, before it says where it is. */
    private static final String LOGIN = "the pool must have no login of its own, but has ";

    private final String action;

    private StartRefused(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    static StartRefused of(String description, String action) {
        return new StartRefused(description, action, null);
    }

    /** Returns what the library has against a setting, which its message begins with, in terms of the key. */
    static StartRefused setting(IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        if (message.startsWith(LOGIN)) {
            return LoginKeys.refusal(message.substring(LOGIN.length()).split(": ", 2)[0]);
        }
        String key = keyOf(message.split(" ", 2)[0]);
        return key == null
                ? new StartRefused(
                        "The rotating data source cannot be made: " + message,
                        "Correct what is below 'spring.datasource' or 'rotating-datasource'.",
                        refused)
                : new StartRefused(
                        "The value of '" + key + "' cannot be used: " + message,
                        "Correct the value, or remove the key.",
                        refused);
    }

    /** Returns what is wrong with one of the settings of a source, in terms of the keys. */
    static StartRefused below(SourceSettings settings, IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = component.getName();
            message = message.replaceAll("\\b" + name + "\\b", DataObjectPropertyName.toDashedForm(name));
        }
        String prefix = settings.prefix();
        return new StartRefused(
                "What is below '" + prefix + "' cannot be used: " + message,
                "Correct the keys below '" + prefix + "'.",
                refused);
    }

    private static @Nullable String keyOf(String name) {
        String dashed = DataObjectPropertyName.toDashedForm(name);
        if (Arrays.stream(RotationPolicy.class.getRecordComponents())
                .map(RecordComponent::getName)
                .anyMatch(name::equals)) {
            return PolicyProperties.PREFIX + "." + dashed;
        }
        return BeanUtils.getPropertyDescriptor(HikariConfig.class, name) == null
                ? null
                : BootPool.PREFIX + "." + dashed;
    }

    /** Returns what to do about it. */
    String action() {
        return action;
    }
}
