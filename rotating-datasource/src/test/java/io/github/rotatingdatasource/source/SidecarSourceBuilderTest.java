package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarSourceBuilderTest {
    private final SidecarRig rig = new SidecarRig();

    private static SidecarSourceBuilder role() {
        return new SidecarRig().builder();
    }

    private static SidecarSourceBuilder secret() {
        return new SidecarRig().bare().kv2("appdb");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(new SidecarRig().bare(), "exactly one of"),
                Arguments.of(role().staticRole("app"), "[DATABASE_ROLE, STATIC_ROLE]"),
                Arguments.of(secret().kv1("appdb"), "exactly one of"),
                Arguments.of(role().databaseRole("a?b"), "role must be"),
                Arguments.of(role().mount("a//b"), "mount must be"),
                Arguments.of(secret().kv2("../sys"), "path must be"),
                Arguments.of(role().namespace("a b"), "namespace must be"),
                Arguments.of(role().timeout(Duration.ZERO), "timeout must be from PT0.001S to PT28S, but is PT0S"),
                Arguments.of(role().timeout(Duration.ofSeconds(10)), "timeout times attempts must be at most PT28S"),
                Arguments.of(role().mintTimeout(Duration.ofSeconds(-1)), "mintTimeout must be"),
                Arguments.of(role().mintTimeout(Duration.ofSeconds(76)), "mintTimeout must be"),
                Arguments.of(role().attempts(0), "attempts must be from 1 to 10, but is 0"),
                Arguments.of(role().attempts(11), "attempts must be"),
                Arguments.of(role().sizeLimit(1023), "sizeLimit must be"),
                Arguments.of(role().sizeLimit((16 << 20) + 1), "sizeLimit must be"),
                Arguments.of(secret().pollInterval(Duration.ZERO), "pollInterval must be from"),
                Arguments.of(secret().pollInterval(Duration.ofDays(2)), "pollInterval must be from"),
                Arguments.of(role().pollInterval(Duration.ofSeconds(5)), "pollInterval must be set only with"),
                Arguments.of(secret().renews(), "renews and revokes must be set only with databaseRole"),
                Arguments.of(secret().revokes(), "renews and revokes must be set only with databaseRole"),
                Arguments.of(role().usernameKey("user"), "must be set only with kv1 and kv2"),
                Arguments.of(role().passwordKey("pass"), "must be set only with kv1 and kv2"),
                Arguments.of(secret().usernameKey("a").passwordKey("a"), "keys must differ"),
                Arguments.of(secret().usernameKey(" "), "usernameKey must not be blank"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsOfMistakes(SidecarSourceBuilder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }

    @Test
    void aContextComesWithItsStores() throws Exception {
        SSLContext context = SSLContext.getDefault();

        assertThatIllegalArgumentException()
                .isThrownBy(role().sslContext(context).trustStore(Path.of("ca.pem"), null)::build)
                .withMessageContaining("sslContext");
        assertThatIllegalArgumentException()
                .isThrownBy(role().sslContext(context).keyStore(Path.of("me.p12"), "s3cret")::build)
                .withMessageContaining("sslContext");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:s3cret@127.0.0.1:8100",
                "http://127.0.0.1:8100/?token=s3cret",
                "http://127.0.0.1:8100/#s3cret"
            })
    void anAddressHoldsNoSecret(String address) {
        SidecarSourceBuilder builder =
                CredentialSource.sidecarSource(URI.create(address)).databaseRole("app");

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageNotContaining("s3cret")
                .withMessageContaining("address");
    }

    @Test
    void asksNothingYet() {
        rig.builder().renews().revokes().build();

        assertThat(rig.sidecar.requests).isEmpty();
    }

    @Test
    void theLastOfTheSameSettingCounts() throws Exception {
        CredentialSource source =
                rig.builder().databaseRole("other").mount("team/db").build();

        assertThat(source).hasToString("GET /v1/team/db/creds/other at http://127.0.0.1:8100");
    }
}
