package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recordings do not show. */
@Tag("database")
final class VaultApiTest {
    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);
    private final VaultApi vault = VaultApi.start(leases);

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void createTable() throws Exception {
        database.createAccountsTable();
    }

    @AfterEach
    void close() {
        vault.close();
        leases.close();
    }

    @Test
    void makesAUserWhoCanLogIn() throws Exception {
        Map<String, Object> reply =
                Json.readObject(get("database/creds/app-readonly").text());

        IssuedLease lease = leases.leases().get(0);
        assertThat(reply).containsEntry("lease_id", lease.id());
        assertThat(reply.get("data")).isEqualTo(Map.of("username", lease.username(), "password", lease.password()));
        assertThat(SqlStates.ofLogin(database, lease)).isEqualTo(SqlStates.OK);
    }

    @Test
    void servesSeveralRoles() throws Exception {
        try (LeaseServer other =
                LeaseServer.on(database, RoleSettings.defaults().withName("other"))) {
            vault.with(other);

            get("database/creds/other");

            assertThat(other.issued()).isEqualTo(1);
            assertThat(leases.issued()).isZero();
        }
    }

    @Test
    void listensAtAUnixSocket() throws Exception {
        Path socket = directory.resolve("vault.sock");
        try (VaultApi atSocket = VaultApi.start(socket, leases);
                RawClient client = RawClient.to(socket)) {
            client.send("GET", "/v1/database/creds/app-readonly", Map.of("X-Vault-Token", atSocket.token()), "");

            assertThat(client.reply("GET").status()).isEqualTo(200);
        }
    }

    @Test
    void renewsByPathForWhoMay() throws Exception {
        IssuedLease lease = leases.issue();

        Reply reply = update("sys/leases/renew/" + lease.id(), "{\"increment\":7200}");

        assertThat(Json.readObject(reply.text())).containsEntry("lease_duration", 7200L);
        assertThat(leases.leases().get(0).expiresAt()).isAfter(lease.expiresAt());
    }

    @Test
    void capsAnIncrementAtTheMaxTtl() throws Exception {
        try (LeaseServer brief = LeaseServer.on(
                database, RoleSettings.defaults().withName("brief").withTtl(Duration.ofSeconds(9)))) {
            vault.with(brief);
            IssuedLease lease = brief.issue();

            String text = update("sys/leases/renew", "{\"lease_id\":\"" + lease.id() + "\",\"increment\":60}")
                    .text();

            assertThat(text).contains("TTL of \\\"1m\\\" exceeded the effective max_ttl of \\\"9s\\\"");
        }
    }

    @Test
    void refusesABodyThatIsNoJson() throws Exception {
        assertThat(update("sys/leases/renew", "{").text()).contains("failed to parse JSON input");
    }

    @Test
    void readsNoLease() throws Exception {
        assertThat(get("sys/leases/renew").status()).isEqualTo(403);
        assertThat(RawClient.get(vault.endpoint(), "/v1/sys/leases/renew", root())
                        .status())
                .isEqualTo(405);
    }

    @Test
    void refusesToRenewForAPolicyThatMayNot() throws Exception {
        String token = vault.newToken(TokenPolicy.READ_WITHOUT_RENEWAL);

        Reply reply =
                RawClient.ask(vault.endpoint(), "PUT", "/v1/sys/leases/renew", Map.of("X-Vault-Token", token), "{}");

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void endsTheLeasesOfARevokedToken() throws Exception {
        IssuedLease another = leases.issue();
        get("database/creds/app-readonly");

        vault.revokeToken(vault.token());

        assertThat(leases.leases()).containsExactly(another);
        assertThat(get("database/creds/app-readonly").status()).isEqualTo(403);
    }

    @Test
    void countsTheVersionsOfASecret() throws Exception {
        vault.withSecret("appdb", Map.of("username", "a")).withSecret("appdb", Map.of("username", "b"));

        assertThat(get("secret/data/appdb").text())
                .contains("\"username\":\"b\"")
                .contains("\"version\":2");
        assertThat(get("kv/appdb").text()).contains("\"username\":\"b\"");
    }

    @Test
    void rotatesAStaticRoleOnCommand() throws Exception {
        try (StaticRole role = StaticRole.on(database, "billing", "static_billing", Duration.ofHours(1))) {
            vault.with(role);
            IssuedLease before = role.current();

            assertThat(update("database/rotate-role/billing", "").status()).isEqualTo(204);

            assertThat(get("database/static-creds/billing").text())
                    .contains(role.current().password());
            assertThat(SqlStates.ofLogin(database, before)).isEqualTo("28P01");
        }
    }

    @Test
    void showsAScheduleInsteadOfAPeriod() throws Exception {
        try (StaticRole role = StaticRole.on(database, "weekly", "static_weekly", Duration.ofDays(7), "0 0 * * SAT")) {
            vault.with(role);

            assertThat(get("database/static-creds/weekly").text())
                    .contains("\"rotation_schedule\":\"0 0 * * SAT\"")
                    .doesNotContain("rotation_period");
        }
    }

    @Test
    void goesOnWhenItIsUnsealed() throws Exception {
        vault.seal();
        assertThat(get("database/creds/app-readonly").status()).isEqualTo(503);

        vault.unseal();

        assertThat(get("database/creds/app-readonly").status()).isEqualTo(200);
    }

    @Test
    void doesNotTripOverAShortPath() throws Exception {
        assertThat(RawClient.get(vault.endpoint(), "/v1/kv", root()).status()).isEqualTo(404);
        assertThat(RawClient.get(vault.endpoint(), "/v1/", root()).status()).isEqualTo(404);
        assertThat(RawClient.get(vault.endpoint(), "/v1/database/creds/", root())
                        .status())
                .isEqualTo(404);
    }

    private Map<String, String> root() {
        return Map.of("X-Vault-Token", vault.newToken(TokenPolicy.ROOT));
    }

    private Reply get(String path) throws IOException {
        return RawClient.get(vault.endpoint(), "/v1/" + path, Map.of("X-Vault-Token", vault.token()));
    }

    private Reply update(String path, String body) throws IOException {
        return RawClient.ask(vault.endpoint(), "PUT", "/v1/" + path, root(), body);
    }
}
