package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1:8100, begin with",
        "127.0.0.1:8100, be a URI",
        "localhost:8100, begin with",
        "/run/agent.sock, begin with",
        "'', begin with",
        "http:, be a URI",
        "http://, be a URI",
        "http://local host:8100, be a URI",
        "http:/run/agent.sock, name a host",
        "http://a_b:8100, name a host",
        "http://127.0.0.1:99999, have a port from 1 to 65535",
        "http://127.0.0.1:0, have a port from 1 to 65535",
        "http://127.0.0.1:8100/v1, have no path",
        "unix:run/agent.sock, name a socket by its absolute path",
        "unix://run/agent.sock, name a socket by its absolute path",
        "unix:/run/, name a socket by its absolute path",
        "unix:/, name a socket by its absolute path"
    })
    void refusesWhatIsNoAddressAndShowsIt(String address, String wanted) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(address, true))
                .withMessageStartingWith("address of a sidecar must " + wanted)
                .withMessageEndingWith(", but is " + address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:s3cret@127.0.0.1:8100",
                "http://us:s3cret%20@127.0.0.1:8100",
                "http://u:s3/cret@127.0.0.1:8100",
                "http://u:p s3cret@127.0.0.1:8100",
                "http://127.0.0.1:8100?token=s3cret",
                "http://127.0.0.1:8100/#s3cret",
                "unix:/run/agent.sock?s3cret",
                "unix://u:s3cret@/run/agent.sock"
            })
    void refusesSecretsInAnAddressWithoutShowingThem(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(address, true))
                .withMessageContaining("must ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3", "cret"))
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vault.internal:8200",
                "http://10.0.0.1:8200",
                "http://128.0.0.1:8200",
                "http://127.0.0.1.evil.example:8200",
                "http://127.evil.example:8200",
                "http://localhost.evil.example:8200",
                "http://0.0.0.0:8200",
                "http://[::]:8200",
                "http://[::2]:8200",
                "http://[fe80::1]:8200"
            })
    void letsPlainHttpLeaveThisMachineOnlyIfThatIsAllowed(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(address, false))
                .withMessageContaining("use https, since plain HTTP may not leave this machine")
                .withMessageEndingWith(address);
        assertThat(Endpoint.parse(address, true)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8100, http://127.0.0.1:8100, 127.0.0.1, 8100",
        "http://127.255.0.9:8100/, http://127.255.0.9:8100, 127.255.0.9, 8100",
        "http://[::1]:8100, http://[::1]:8100, ::1, 8100",
        "http://[0:0:0:0:0:0:0:1]:8100, http://[0:0:0:0:0:0:0:1]:8100, 0:0:0:0:0:0:0:1, 8100",
        "HTTP://LocalHost, http://localhost:80, localhost, 80",
        "https://vault.internal:8200, https://vault.internal:8200, vault.internal, 8200",
        "https://vault.internal, https://vault.internal:443, vault.internal, 443"
    })
    void namesAHost(String address, String shown, String host, int port) {
        Endpoint endpoint = Endpoint.parse(address, false);

        assertThat(endpoint).hasToString(shown);
        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.socket()).isNull();
        assertThat(endpoint.isSecure()).isEqualTo(shown.startsWith("https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/agent.sock", "unix:///run/agent.sock"})
    void namesASocket(String address) {
        Endpoint endpoint = Endpoint.parse(address, false);

        assertThat(endpoint).hasToString("unix:/run/agent.sock");
        assertThat(endpoint.socket()).isEqualTo(Path.of("/run/agent.sock"));
    }

    @Test
    void refusesASocketPathThatThePlatformCutsOff() {
        int longest = System.getProperty("os.name").startsWith("Mac") ? 103 : 107;
        String fits = "unix:/" + "a".repeat(longest - 1);

        assertThat(Endpoint.parse(fits, false).socket()).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(fits + "a", false))
                .withMessageContaining("have a path of " + longest + " bytes at most, not of " + (longest + 1));
        assertThatIllegalArgumentException()
                .as("bytes count, not characters")
                .isThrownBy(() -> Endpoint.parse("unix:/" + "é".repeat(longest / 2 + 1), false));
    }
}
