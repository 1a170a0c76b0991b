package io.github.rotatingdatasource.samples.dropwizard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotatingDataSourceFactoryTest {
    private static final String ENOUGH = "{url: 'jdbc:postgresql:app', credentialFile: db-creds}";

    @Test
    void needsAUrlAndAFile() throws Exception {
        assertThat(read(ENOUGH).getUrl()).isEqualTo("jdbc:postgresql:app");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {url: x}                                    | credentialFile must not be blank
                    {credentialFile: x}                         | url must not be blank
                    {url: x, credentialFile: x, poolSize: 0}    | poolSize must be greater than or equal to 1
                    {url: x, credentialFile: x, user: app}      | Unrecognized field at: user
                    {url: x, credentialFile: x, password: s3t}  | Unrecognized field at: password
                    """)
    void refusesWhatIsMissingOrOutOfPlace(String text, String why) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining(why).hasMessageNotContaining("s3t");
    }

    private static RotatingDataSourceFactory read(String text) throws Exception {
        return new DefaultConfigurationFactoryFactory<RotatingDataSourceFactory>()
                .create(RotatingDataSourceFactory.class, Validators.newValidator(), Jackson.newObjectMapper(), "test")
                .build(path -> new ByteArrayInputStream(text.getBytes(UTF_8)), "config.yml");
    }
}
