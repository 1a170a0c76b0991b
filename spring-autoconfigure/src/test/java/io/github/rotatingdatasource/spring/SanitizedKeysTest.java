package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.CredentialSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is secret in our keys is not shown by the endpoints of Spring Boot, also where they are told to show values. */
class SanitizedKeysTest {
    private static final String KEY = "rotating-datasource.source.sidecar.key-store-password";

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.withoutSource()
                .withBean(CredentialSource.class, () -> Apps.source("own"))
                .withConfiguration(AutoConfigurations.of(
                        RotatingDataSourceSanitizingAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        JmxAutoConfiguration.class,
                        JmxEndpointAutoConfiguration.class,
                        ConfigurationPropertiesReportEndpointAutoConfiguration.class,
                        EnvironmentEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jmx.enabled=true",
                        "spring.jmx.unique-names=true",
                        "management.endpoints.jmx.exposure.include=configprops,env",
                        "management.endpoint.configprops.show-values=always",
                        "management.endpoint.env.show-values=always",
                        KEY + "=" + Apps.SECRET,
                        "rotating-datasource.source.sidecar.trust-store-password=" + Apps.SECRET,
                        "rotating-datasource.source.sidecar.password-key=shown");
    }

    @Test
    void theEndpointOfPropertiesShowsNoPassword() {
        app.run(context -> {
            var endpoint = context.getBean(ConfigurationPropertiesReportEndpoint.class);
            var shown =
                    endpoint.configurationPropertiesWithPrefix("rotating-datasource").getContexts().values().stream()
                            .flatMap(each -> each.getBeans().values().stream())
                            .toList();

            assertThat(shown).hasSize(1);
            assertThat(shown.get(0).getProperties().toString() + shown.get(0).getInputs())
                    .doesNotContain(Apps.SECRET)
                    .contains("shown", SanitizableData.SANITIZED_VALUE);
        });
    }

    @Test
    void theEndpointOfTheEnvironmentShowsNoPassword() {
        app.run(context -> assertThat(shown(context.getBean(EnvironmentEndpoint.class), KEY))
                .isEqualTo(SanitizableData.SANITIZED_VALUE));
    }

    private static Object shown(EnvironmentEndpoint endpoint, String key) {
        return endpoint.environmentEntry(key).getProperty().getValue();
    }

    @Test
    void theEndpointOfTheEnvironmentShowsNoPasswordOfAVariable() {
        String name = "ROTATINGDATASOURCE_SOURCE_SIDECAR_TRUSTSTOREPASSWORD";
        var variables = new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, Apps.SECRET));

        app.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(variables))
                .run(context -> assertThat(shown(context.getBean(EnvironmentEndpoint.class), name))
                        .isEqualTo(SanitizableData.SANITIZED_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotating-datasource.source.sidecar.password-key", "spring.datasource.url"})
    void whatIsNotSecretIsShown(String key) {
        app.run(context -> assertThat(shown(context.getBean(EnvironmentEndpoint.class), key))
                .isEqualTo(context.getEnvironment().getProperty(key)));
    }

    @Test
    void everyKeyOfAPasswordIsKnown() {
        assertThat(MetadataTest.keys())
                .extracting(key -> key.getId())
                .filteredOn(key -> key.endsWith("password"))
                .hasSize(2)
                .allMatch(RotatingDataSourceSanitizingAutoConfiguration::isSecret);
    }

    @ParameterizedTest
    @CsvSource({"rotatingDatasource.source.sidecar.keyStorePassword, true", "other.password, false"})
    void keysAreOursInWhateverForm(String key, boolean isSecret) {
        assertThat(RotatingDataSourceSanitizingAutoConfiguration.isSecret(key)).isEqualTo(isSecret);
    }

    @Test
    void needsNoActuator() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RotatingDataSourceSanitizingAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context ->
                        assertThat(context).doesNotHaveBean(RotatingDataSourceSanitizingAutoConfiguration.class));
    }
}
