package io.github.rotatingdatasource.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.util.ObjectUtils;

/** The keys of Spring Boot and HikariCP that would set a fixed login, which no fallback must ever find. */
final class LoginKeys {
    private static final List<ConfigurationPropertyName> OF_POOLS = named(
            "spring.datasource.hikari.username",
            "spring.datasource.hikari.password",
            "spring.datasource.hikari.credentials-provider-class-name",
            "spring.datasource.hikari.data-source-properties.user",
            "spring.datasource.hikari.data-source-properties.username",
            "spring.datasource.hikari.data-source-properties.password");

    private static final List<ConfigurationPropertyName> NAMES = Stream.concat(
                    named("spring.datasource.username", "spring.datasource.password").stream(), OF_POOLS.stream())
            .toList();

    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^{}:]+}");

    private LoginKeys() {}

    private static List<ConfigurationPropertyName> named(String... names) {
        return Arrays.stream(names).map(ConfigurationPropertyName::of).toList();
    }

    /**
     * Does nothing unless one of them has a value.
     *
     * @throws StartRefused if one has; it names the key and where it is set
     */
    static void refuse(Environment environment) {
        refuse(environment, NAMES);
    }

    /**
     * Does nothing unless one that counts for all pools has a value. The others are of the application's own data source, which
     * may be a plain one beside a rotating one.
     *
     * @throws StartRefused if one has; it names the key and where it is set
     */
    static void refuseOfPools(Environment environment) {
        refuse(environment, OF_POOLS);
    }

    private static void refuse(Environment environment, List<ConfigurationPropertyName> names) {
        List<String> found = names.stream()
                .map(name -> find(environment, name))
                .filter(Objects::nonNull)
                .map(LoginKeys::described)
                .toList();
        if (!found.isEmpty()) {
            throw refusal(String.join(", ", found));
        }
    }

    /** Returns the refusal of a login that was found in {@code where}. */
    static StartRefused refusal(String where) {
        return StartRefused.of(
                "A fixed login is set: " + where
                        + ". The login comes from the source of credentials, and there is no other to fall back to: one"
                        + " that no longer works would be tried at the worst of times.",
                "Remove it. If something else defines it, such as the environment of a container, set it to nothing. For"
                        + " migrations under an owner of their own use 'spring.flyway.user' or 'spring.liquibase.user'. To"
                        + " run with a fixed login set 'rotating-datasource.enabled' to false.");
    }

    private static @Nullable ConfigurationProperty find(Environment environment, ConfigurationPropertyName name) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return ObjectUtils.isEmpty(resolved(environment, property.getValue()))
                        ? null
                        : property; // the first one counts, also if empty
            }
        }
        return null;
    }

    /** Returns the value behind the placeholders. One that is nothing but a name that nobody knows is a mistake, no login. */
    private static Object resolved(Environment environment, Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        String resolved = environment.resolvePlaceholders(text);
        return UNRESOLVED.matcher(resolved).matches() ? environment.resolveRequiredPlaceholders(text) : resolved;
    }

    private static String described(@Nullable ConfigurationProperty property) {
        Objects.requireNonNull(property);
        return "'" + property.getName() + "'" + (property.getOrigin() == null ? "" : " from " + property.getOrigin());
    }
}
