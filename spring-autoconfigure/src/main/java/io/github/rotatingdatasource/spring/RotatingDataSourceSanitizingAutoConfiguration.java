package io.github.rotatingdatasource.spring;

import java.util.Locale;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Hides the passwords below {@code rotating-datasource} from the endpoints that show properties, which may be told to show all
 * values; also while rotation is switched off.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class RotatingDataSourceSanitizingAutoConfiguration {
    /** Creates a configuration; Spring Boot does. */
    public RotatingDataSourceSanitizingAutoConfiguration() {}

    @Bean
    SanitizingFunction rotatingDataSourceSanitizingFunction() {
        return SanitizingFunction.sanitizeValue().ifKeyMatches(RotatingDataSourceSanitizingAutoConfiguration::isSecret);
    }

    /** Returns whether the value of this key is secret; the key may be written as a property, a field or a variable. */
    static boolean isSecret(String key) {
        String letters = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return letters.startsWith("rotatingdatasource") && letters.endsWith("password");
    }
}
