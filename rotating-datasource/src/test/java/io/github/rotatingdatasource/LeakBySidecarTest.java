package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SidecarSourceBuilder;
import io.github.rotatingdatasource.testkit.AgentSettings;
import io.github.rotatingdatasource.testkit.AwsAgent;
import io.github.rotatingdatasource.testkit.Endpoint;
import io.github.rotatingdatasource.testkit.Fault;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.VaultAgent;
import io.github.rotatingdatasource.testkit.VaultApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret comes out of the process by a source that asks, tokens included; see {@link LeakTest}. */
@Tag("database")
class LeakBySidecarTest {
    private static final String TOKEN = "X-Vault-Token";

    @TempDir
    private Path directory;

    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(TestDatabase.shared());
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(leaks.leaks()).isEmpty();
    }

    @Test
    void whenVaultMakesLoginsAndFails() throws Exception {
        try (VaultApi vault = VaultApi.start(leaks.rig.leases)) {
            leaks.readsFrom(role(vault.uri())
                    .tokenFile(file(vault.token()))
                    .renews()
                    .revokes()
                    .build());
            RotatingDataSource dataSource = leaks.start();
            assertThat(dataSource.rotateNow()).isInstanceOf(Rotated.class);

            for (Fault fault : faults()) {
                fails(dataSource, vault.endpoint(), fault);
            }
            file(leaks.made()); // a token that nobody knows
            assertThat(dataSource.rotateNow()).isInstanceOf(RotationFailed.class);
            file(vault.token());
            assertThat(dataSource.rotateNow()).isInstanceOf(Rotated.class);
        }
    }

    @Test
    void whenAnAgentKeepsALoginThatIsDead() throws Exception {
        try (VaultApi vault = VaultApi.start(leaks.rig.leases);
                VaultAgent agent =
                        VaultAgent.start(vault, AgentSettings.defaults().withCache())) {
            leaks.readsFrom(role(agent.uri()).build());
            RotatingDataSource dataSource = leaks.start();
            IssuedLease first = leaks.rig.leases.leases().get(1); // the rig has made one before
            leaks.rig.leases.revokeAndKill(first);
            Await.until(() -> leaks.ask(dataSource) && leaks.rig.count(Rotated.class) > 1);
            agent.stop();
            assertThat(dataSource.rotateNow()).isInstanceOf(RotationFailed.class);

            vault.endpoint().requests().all().stream()
                    .flatMap(request -> request.header(TOKEN).stream())
                    .forEach(token -> leaks.secrets.add("a token", token));
        }
    }

    @Test
    void whenTheAwsAgentHasAnotherSecretAndFails() throws Exception {
        Path token = directory.resolve("awssmatoken");
        try (AwsAgent agent = AwsAgent.start(token)) {
            leaks.secrets.add("a token", Files.readString(token).strip());
            agent.keepFor(Duration.ZERO);
            agent.put("app", leaks.rig.lease, leaks.rig.database);
            leaks.readsFrom(aws(agent, token));
            RotatingDataSource dataSource = leaks.start();
            agent.put("app", leaks.rig.leases.issue(), leaks.rig.database);
            leaks.rig.awaitGeneration(dataSource, 2);

            for (Fault fault : faults()) {
                fails(dataSource, agent.endpoint(), fault);
            }
            agent.put("app", "{\"username\": \"" + leaks.made() + "\"}");
            assertThat(dataSource.rotateNow()).isInstanceOf(RotationFailed.class);
            agent.stop();
            assertThat(dataSource.rotateNow()).isInstanceOf(RotationFailed.class);
            agent.startAgain();
            leaks.secrets.add("a token", Files.readString(token).strip());
        }
    }

    private SidecarSourceBuilder role(URI address) {
        return CredentialSource.sidecarSource(address)
                .databaseRole(leaks.rig.leases.role().name())
                .mintTimeout(Duration.ofSeconds(5))
                .attempts(1);
    }

    private static CredentialSource aws(AwsAgent agent, Path token) {
        return CredentialSource.awsAgentSource("app")
                .address(agent.uri().toString())
                .tokenFile(token)
                .pollInterval(Duration.ofMillis(100))
                .attempts(1)
                .build();
    }

    private Path file(String token) throws IOException {
        leaks.secrets.add("a token", token);
        return Files.writeString(directory.resolve("token"), token + "\n");
    }

    private List<Fault> faults() {
        return List.of(
                Fault.status(400, "no " + leaks.made()),
                Fault.status(403, "permission denied for " + leaks.made()),
                Fault.status(500, "role " + leaks.made() + " does not exist"),
                Fault.rateLimited(leaks.made()),
                Fault.redirect(307, "http://127.0.0.1:1/" + leaks.made()),
                Fault.body("<html>" + leaks.made() + "</html>"),
                Fault.body(
                        "{\"data\": {\"username\": \"" + leaks.made() + "\"}, \"lease_id\": \"" + leaks.made() + "\"}"),
                Fault.body("{\"data\": \"" + leaks.made()),
                Fault.truncatedJson(),
                Fault.wrongLength(),
                Fault.closeAfterProcessing());
    }

    /** Fails in this way until somebody has noticed. */
    private void fails(RotatingDataSource dataSource, Endpoint endpoint, Fault fault) throws InterruptedException {
        endpoint.faults().always(fault);
        assertThat(dataSource.rotateNow()).as("%s", fault).isInstanceOf(RotationFailed.class);
        endpoint.faults().clear();
        assertThat(leaks.ask(dataSource)).isTrue();
    }
}
