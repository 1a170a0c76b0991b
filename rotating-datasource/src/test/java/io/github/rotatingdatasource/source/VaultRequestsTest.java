package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.source.Exchange.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultRequestsTest {
    private static final VaultPath ROLE = VaultPath.Kind.DATABASE_ROLE.at(null, "app", null, null);

    @TempDir
    private Path directory;

    private final VaultRequests plain = new VaultRequests(null, null);

    @Test
    void aReadIsTheSameEachTime() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "hvs.t0ken\n");
        VaultRequests requests = new VaultRequests("team-a", new TokenFile(token));

        Request request = requests.read(ROLE);

        assertThat(request.headers().toString())
                .isEqualTo("{X-Vault-Request=true, X-Vault-Namespace=team-a, X-Vault-Token=hvs.t0ken,"
                        + " Accept=application/json}");
        assertThat(requests.read(ROLE)).isEqualTo(request);
        assertThat(request.body()).isNull();
    }

    @Test
    void sendsNeitherNamespaceNorTokenUnasked() throws Exception {
        assertThat(plain.read(ROLE).headers().toString()).isEqualTo("{X-Vault-Request=true, Accept=application/json}");
    }

    @Test
    void printsNeitherTokenNorLeaseId() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "hvs.t0ken");
        Request request = new VaultRequests(null, new TokenFile(token)).renewal("lease-1", Duration.ofSeconds(9));

        assertThat(request).hasToString("Request[PUT /v1/sys/leases/renew]");
    }

    @Test
    void asksForNothingWithoutTheTokenThatIsWanted() {
        VaultRequests requests = new VaultRequests(null, new TokenFile(directory.resolve("none")));

        assertThatThrownBy(() -> requests.read(ROLE)).isInstanceOf(CredentialUnavailable.class);
    }

    @Test
    void escapesALeaseId() throws Exception {
        assertThat(plain.renewal("a\"b\\c\n", Duration.ofSeconds(90)).body())
                .isEqualTo("{\"lease_id\":\"a\\\"b\\\\c\\n\",\"increment\":90}");
    }

    @Test
    void revokesAtOnce() throws Exception {
        assertThat(plain.revocation("l1").body()).isEqualTo("{\"lease_id\":\"l1\",\"sync\":true}");
    }

    @Test
    void clearsByPathOnly() throws Exception {
        Request request = new VaultRequests("team-a", null).cacheClearing("agent", ROLE);

        assertThat(request).hasToString("Request[POST /agent/v1/cache-clear]");
        assertThat(request.body())
                .isEqualTo("{\"type\":\"request_path\",\"value\":\"/v1/database/creds/app\",\"namespace\":\"team-a\"}");
        assertThat(plain.cacheClearing("proxy", ROLE).body()).doesNotContain("namespace");
    }
}
