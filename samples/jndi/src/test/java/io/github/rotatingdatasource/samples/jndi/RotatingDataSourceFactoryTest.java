package io.github.rotatingdatasource.samples.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotatingDataSourceFactoryTest {
    @ParameterizedTest
    @CsvSource({
        "username, must have no login of its own",
        "password, must have no login of its own",
        "credentialsFile, credentialsFile does not exist",
        "url, url does not exist"
    })
    void refusesALoginAndWhatItDoesNotKnow(String attribute, String why) {
        assertThatThrownBy(() -> make(Map.of("credentialFile", "db-creds", attribute, "secret")))
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void wantsACredentialFile() {
        assertThatThrownBy(() -> make(Map.of("jdbcUrl", "jdbc:postgresql:app")))
                .hasMessage("the resource must have a credentialFile, but has none");
    }

    @Test
    void refusesToMakeOneForEachLookup() {
        assertThatThrownBy(() -> make(Map.of("credentialFile", "db-creds", "singleton", "false")))
                .hasMessageContaining("must have singleton=\"true\"");
    }

    @Test
    void leavesOtherResourcesToOthers() throws Exception {
        var factory = new RotatingDataSourceFactory();

        assertThat(factory.getObjectInstance("text", null, null, null)).isNull();
        assertThat(factory.getObjectInstance(new Reference("java.lang.String"), null, null, null))
                .isNull();
    }

    private static Object make(Map<String, String> attributes) throws Exception {
        Reference reference = new Reference("javax.sql.DataSource");
        attributes.forEach((name, value) -> reference.add(new StringRefAddr(name, value)));
        return new RotatingDataSourceFactory().getObjectInstance(reference, null, null, null);
    }
}
