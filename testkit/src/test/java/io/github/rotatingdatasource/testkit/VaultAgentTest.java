package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
final class VaultAgentTest {
    private static final String CREDS = "/v1/database/creds/app-readonly";
    private static final AgentSettings CACHING =
            AgentSettings.defaults().withCache().withPolicy(TokenPolicy.REVOKE);

    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);
    private final VaultApi vault = VaultApi.start(leases);
    private final ExecutorService threads = Executors.newCachedThreadPool(); // the common pool may have one thread only
    private VaultAgent agent = VaultAgent.start(vault, CACHING);
    private LeaseServer other = leases;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void createTable() throws Exception {
        database.createAccountsTable();
    }

    @AfterEach
    void close() {
        threads.shutdown();
        agent.close();
        vault.close();
        other.close();
        leases.close();
    }

    @Test
    void asksOnceForIdenticalRequestsAtTheSameTime() throws Exception {
        vault.endpoint().faults().next(1, CREDS, Fault.hang());
        List<CompletableFuture<Reply>> replies = askFourTimes();

        vault.endpoint().faults().release();

        assertThat(replies)
                .extracting(reply -> reply.get().header("X-Cache").orElseThrow())
                .containsExactlyInAnyOrder("MISS", "HIT", "HIT", "HIT");
        assertThat(leases.issued()).isEqualTo(1);
    }

    @Test
    void asksForEachRequestThatWaitedForOneThatFailed() throws Exception {
        use(CACHING.withPatience(Duration.ZERO));
        vault.endpoint().faults().next(1, CREDS, Fault.hang());
        List<CompletableFuture<Reply>> replies = askFourTimes();
        vault.seal();

        vault.endpoint().faults().release();

        assertThat(replies).extracting(reply -> reply.get().status()).containsOnly(503);
        assertThat(vault.endpoint().requests().count(CREDS)).isEqualTo(4);
    }

    @Test
    void asksEachTimeWithoutACache() throws Exception {
        use(AgentSettings.defaults());

        creds();
        creds();

        assertThat(leases.issued()).isEqualTo(2);
    }

    @Test
    void keepsACredentialOfWhichAClientKnowsNothing() throws Exception {
        agent.endpoint().faults().next(1, Fault.closeAfterProcessing());
        try (RawClient client = RawClient.to(agent.endpoint())) {
            client.send("GET", CREDS, Map.of("X-Vault-Request", "true"), "");
            assertThat(client.in().read()).isNegative();
        }

        assertThat(creds().header("X-Cache")).contains("HIT");
        assertThat(leases.issued()).isEqualTo(1);
    }

    @Test
    void knowsNothingWhenItIsStartedAgain() throws Exception {
        creds();
        int port = agent.endpoint().port();
        agent.stop();

        agent.startAgain();

        assertThat(agent.endpoint().port()).isEqualTo(port);
        assertThat(creds().header("X-Cache")).contains("MISS");
        assertThat(leases.issued()).isEqualTo(2);
    }

    @Test
    void cachesAgainAfterARestartAlthoughAllWasCleared() throws Exception {
        clear("{\"type\":\"all\"}");
        creds();
        assertThat(creds().header("X-Cache")).contains("MISS");
        agent.stop();

        agent.startAgain();
        creds();

        assertThat(creds().header("X-Cache")).contains("HIT");
    }

    @Test
    void isClearedByToken() throws Exception {
        Reply first = creds();
        clear("{\"type\":\"token_accessor\",\"value\":\"x\"}");
        clear("{\"type\":\"token\",\"value\":\"another\"}");
        assertThat(creds().text()).isEqualTo(first.text());

        clear("{\"type\":\"token\",\"value\":\"" + tokenOfAgent() + "\"}");

        assertThat(creds().header("X-Cache")).contains("MISS");
    }

    @Test
    void wantsSomethingToClear() throws Exception {
        assertThat(clear("{\"type\":\"request_path\"}").text()).contains("request path not provided");
        assertThat(clear("").text()).contains("failed to parse JSON input: empty JSON provided");
    }

    @Test
    void renewsWhatItKeeps() throws Exception {
        use(Duration.ofSeconds(3), Duration.ofMinutes(1));
        creds();
        IssuedLease first = other.leases().get(0);

        await().until(() -> Instant.now().isAfter(first.expiresAt().plusMillis(500)));

        assertThat(other.leases()).extracting(IssuedLease::id).containsExactly(first.id());
        assertThat(creds().header("X-Cache")).contains("HIT");
    }

    @Test
    void asksForAnotherCredentialBeforeALeaseThatCannotBeRenewedEnds() throws Exception {
        use(Duration.ofSeconds(2), Duration.ofSeconds(2));
        creds();
        IssuedLease first = other.leases().get(0);

        await().until(() -> creds().header("X-Cache").orElseThrow().equals("MISS"));

        assertThat(Instant.now())
                .isBetween(first.issuedAt().plusMillis(1000), first.expiresAt().plusSeconds(1));
        assertThat(other.issued()).isEqualTo(2);
    }

    @Test
    void goesOnServingWhatItCannotRenew() throws Exception {
        use(AgentSettings.defaults().withCache().withPolicy(TokenPolicy.READ_WITHOUT_RENEWAL));
        creds();

        await().until(() -> vault.endpoint().requests().count("/v1/sys/leases/renew") > 0);

        assertThat(creds().header("X-Cache")).contains("HIT");
    }

    @Test
    void waitsForAServerThatComesBack() throws Exception {
        vault.stop();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(this::creds, threads);
        await().until(() -> agent.endpoint().requests().count(CREDS) == 1);

        vault.startAgain();

        assertThat(reply.get().status()).isEqualTo(200);
    }

    @Test
    void hidesTheServersFailureWhenItsPatienceIsOver() throws Exception {
        use(AgentSettings.defaults().withPatience(Duration.ofMillis(200)));
        vault.endpoint().faults().always(Fault.status(503, "Vault is sealed"));

        Reply reply = creds();

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).contains("failed to get the response: context deadline exceeded");
        assertThat(vault.endpoint().requests().count(CREDS)).isGreaterThan(1);
    }

    @Test
    void waitsNoLongerForAServerThatHangs() throws Exception {
        use(AgentSettings.defaults().withPatience(Duration.ofMillis(200)));
        vault.endpoint().faults().always(Fault.hang());

        assertThat(creds().text()).contains("failed to get the response: context deadline exceeded");
    }

    @Test
    void waitsOutARateLimit() throws Exception {
        vault.endpoint().faults().next(1, Fault.rateLimited("1"));
        Instant before = Instant.now();

        assertThat(creds().status()).isEqualTo(200);

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void asksAgainWhenTheServerHasClosedAndLeavesAnOrphan() throws Exception {
        vault.endpoint().faults().next(1, Fault.closeAfterProcessing());

        assertThat(creds().status()).isEqualTo(200);

        assertThat(leases.issued()).isEqualTo(2);
    }

    @Test
    void saysThatTheConnectionEndedIfItDoesNotAskAgain() throws Exception {
        use(AgentSettings.defaults().withPatience(Duration.ZERO));
        vault.endpoint().faults().next(1, Fault.close());

        assertThat(creds().text())
                .contains("failed to get the response: Get \\\"http://")
                .contains("EOF");
    }

    @Test
    void stopsWhileItWaits() throws Exception {
        vault.stop();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(this::creds, threads);
        await().until(() -> agent.endpoint().requests().count(CREDS) == 1);

        agent.stop();

        assertThat(reply).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void dropsTheTokenOfTheClientIfForcedTo() throws Exception {
        use(AgentSettings.defaults().withAutoAuth(AutoAuth.ALWAYS));

        assertThat(RawClient.get(agent.endpoint(), CREDS, Map.of("X-Vault-Token", "bad"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void losesItsUsersWithItsToken() throws Exception {
        creds();
        agent.revokeToken();

        assertThat(leases.leases()).isEmpty();
        assertThat(creds().header("X-Cache")).contains("HIT");
        agent.logIn();
        assertThat(creds().header("X-Cache")).contains("MISS");
    }

    @Test
    void servesAUnixSocket() throws Exception {
        Path socket = directory.resolve("agent.sock");
        use(AgentSettings.defaults().withSocket(socket));
        try (RawClient client = RawClient.to(socket)) {
            client.send("GET", CREDS, Map.of(), "");
            assertThat(client.reply("GET").status()).isEqualTo(200);
        }

        agent.kill();

        assertThat(socket).exists();
    }

    private void use(AgentSettings settings) {
        agent.close();
        agent = VaultAgent.start(vault, settings);
    }

    private void use(Duration ttl, Duration maxTtl) {
        other = LeaseServer.on(database, RoleSettings.defaults().withTtl(ttl, maxTtl));
        vault.with(other);
    }

    /** Asks on four threads, and returns when all have asked and one has come through to the server, which hangs. */
    private List<CompletableFuture<Reply>> askFourTimes() {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(CompletableFuture.supplyAsync(this::creds, threads));
        }
        await().until(() -> agent.endpoint().requests().count(CREDS) == 4);
        await().until(() -> vault.endpoint().faults().hanging() == 1);
        return replies;
    }

    private Reply creds() {
        try {
            return RawClient.get(agent.endpoint(), CREDS, Map.of("X-Vault-Request", "true"));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Reply clear(String body) throws IOException {
        return RawClient.ask(agent.endpoint(), "POST", "/agent/v1/cache-clear", Map.of(), body);
    }

    private String tokenOfAgent() {
        return vault.endpoint()
                .requests()
                .of(CREDS)
                .get(0)
                .header("X-Vault-Token")
                .orElseThrow();
    }
}
