package io.github.rotatingdatasource.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server with the roles of the recordings, its agents, and what has been played against them. */
final class RecordedVault {
    private final TestDatabase database;
    private final Path socket;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Replay replay = new Replay(this::issue);
    private final VaultApi vault = VaultApi.start();

    RecordedVault(TestDatabase database, Path socket) throws Exception {
        this.database = database;
        this.socket = socket;
        database.createAccountsTable();
        open.add(vault);
        role("app-readonly", Duration.ofHours(1), Duration.ofHours(24));
        role("brief", Duration.ofSeconds(30), Duration.ofSeconds(40));
        useToken(TokenPolicy.REVOKE);
    }

    VaultApi vault() {
        return vault;
    }

    Replay replay() {
        return replay;
    }

    void useToken(TokenPolicy policy) {
        replay.useToken(vault.newToken(policy));
    }

    Path socket() {
        return socket;
    }

    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /**
     * Lets roles of another database, which is closed at the end, take the place of those of the shared one, each with a
     * lease.
     *
     * @return the one whose lease lasts 2 s
     */
    LeaseServer serveFrom(TestDatabase own) throws Exception {
        replay.replace("user=vaultadmin database=appdb", "user=postgres database=app");
        replay.replace("127.0.0.1:5432 (127.0.0.1)", own.host() + ":" + own.port() + " (" + own.host() + ")");
        replay.replace("127.0.0.1:5432", own.host() + ":" + own.port());
        own.createAccountsTable();
        open.add(own);
        LeaseServer leases = LeaseServer.on(own);
        LeaseServer ending =
                LeaseServer.on(own, RoleSettings.defaults().withName("short").withTtl(Duration.ofSeconds(2)));
        StaticRole slow = StaticRole.on(own, "slow-static", "static_slow", Duration.ofHours(24));
        StaticRole fast = StaticRole.on(own, "app-static", "static_app", Duration.ofMinutes(10));
        open.addAll(List.of(leases, ending, slow, fast));
        vault.with(leases).with(ending).with(slow).with(fast);
        replay.issue("database/creds/app-readonly/CCEfimjTuyryTMe2maDnKaOl");
        replay.issue("database/creds/short/iByMDsUt4ZjPFmAaewPh8zR6");
        return ending;
    }

    /** Stops the database, however long that takes, with all leases: none can be revoked while we hold the lock. */
    void stopBeforeALeaseEnds(TestDatabase own) throws Exception {
        own.grants().lock();
        try {
            own.stop();
        } finally {
            own.grants().unlock();
        }
    }

    static AgentSettings defaults() {
        return AgentSettings.defaults().withPolicy(TokenPolicy.REVOKE);
    }

    VaultAgent agent(AgentSettings settings) {
        VaultAgent agent = VaultAgent.start(vault, settings);
        open.add(agent);
        return agent;
    }

    VaultAgent caching() {
        return agent(defaults().withCache());
    }

    LeaseServer role(String name, Duration ttl, Duration maxTtl) {
        return role(RoleSettings.defaults().withName(name).withTtl(ttl, maxTtl));
    }

    LeaseServer role(RoleSettings settings) {
        LeaseServer leases = LeaseServer.on(database, settings);
        vault.with(leases);
        open.add(leases);
        return leases;
    }

    StaticRole staticRole(String name, String username, Duration period) throws Exception {
        StaticRole role = StaticRole.on(database, name, username, period);
        vault.with(role);
        open.add(role);
        return role;
    }

    private String issue(String role) throws Exception {
        Reply reply = RawClient.get(
                vault.endpoint(),
                "/v1/database/creds/" + role,
                Map.of("X-Vault-Token", vault.newToken(TokenPolicy.READ)));
        return (String) Json.readObject(reply.text()).get("lease_id");
    }

    /** Plays these in this order. */
    void play(List<Integer> numbers) throws Exception {
        for (int number : numbers) {
            play(number);
        }
    }

    /** Plays these in this order through the agent. */
    void play(List<Integer> numbers, VaultAgent agent) throws Exception {
        for (int number : numbers) {
            play(number, agent);
        }
    }

    void play(int number, String... moving) throws Exception {
        play(number, vault.endpoint(), moving);
    }

    void play(int number, VaultAgent agent) throws Exception {
        play(number, agent.endpoint());
    }

    void play(int number, Endpoint endpoint, String... moving) throws Exception {
        try (RawClient client = RawClient.to(endpoint)) {
            replay.play(number, client, moving);
        }
    }

    void playAtSocket(int number) throws Exception {
        try (RawClient client = RawClient.to(socket)) {
            replay.play(number, client);
        }
    }
}
