package io.github.rotatingdatasource.spring.app;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Logins that a sidecar renders and that are revoked when they are not used any more, to a database with an empty schema
 * {@code shop} whose owner has a login that stays. For one test at a time.
 */
final class RenderedLogins implements AutoCloseable {
    static final String OWNER = "shop_owner";
    static final String OWNER_PASSWORD = "stays";

    /** What the shop is told beside. */
    static final String[] OF_SHOP = {
        "server.port=0",
        "spring.jpa.open-in-view=false",
        "spring.flyway.locations=classpath:migration/flyway",
        "spring.flyway.default-schema=shop",
        "spring.flyway.user=" + OWNER,
        "spring.flyway.password=" + OWNER_PASSWORD,
        "management.endpoint.health.show-details=always",
        "management.endpoints.web.exposure.include=health,metrics,rotatingdatasource"
    };

    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases;
    private final FileRenderer renderer;
    private final Queue<IssuedLease> replaced = new ArrayDeque<>();
    private IssuedLease lease;

    RenderedLogins(Path directory) throws Exception {
        database.createAccountsTable();
        database.execute(
                "DO $$ BEGIN CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + OWNER_PASSWORD
                        + "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "DROP SCHEMA IF EXISTS shop CASCADE",
                "CREATE SCHEMA shop AUTHORIZATION " + OWNER);
        leases = LeaseServer.on(database, RoleSettings.defaults().withStatement("GRANT app TO \"{{name}}\""));
        renderer = FileRenderer.to(directory.resolve("db-creds")).withMode("rw-------");
        lease = render();
    }

    private IssuedLease render() throws Exception {
        IssuedLease issued = leases.issue();
        renderer.render(issued);
        return issued;
    }

    TestDatabase database() {
        return database;
    }

    /** Returns what applications are told, so that rotations come at once. */
    String[] settings() {
        return new String[] {
            "spring.datasource.url=" + database.url(),
            "spring.datasource.hikari.maximum-pool-size=4",
            "spring.datasource.hikari.pool-name=shop",
            "rotating-datasource.source.file.path=" + renderer.file(),
            "rotating-datasource.policy.distance=0s",
            "rotating-datasource.policy.poll-limit=100ms",
            "rotating-datasource.policy.debounce=0s",
        };
    }

    /** Returns the file that they are rendered to. */
    Path file() {
        return renderer.file();
    }

    /** Returns the user that is rendered now. */
    String user() {
        return lease.username();
    }

    void renderAnother() throws Exception {
        replaced.add(lease);
        lease = render();
    }

    /** Renders another login, waits until {@code dataSource} serves with it, and revokes those that it uses no more. */
    void rotate(RotatingDataSource dataSource) throws Exception {
        int next = dataSource.status().generation() + 1;
        renderAnother();
        await(() -> dataSource.status().generation() == next);
        while (replaced.size() > dataSource.status().draining()) {
            leases.revoke(replaced.remove());
        }
    }

    /** Waits until {@code dataSource} uses none of the logins that were replaced. */
    void drain(RotatingDataSource dataSource) {
        await(() -> dataSource.status().draining() == 0);
    }

    /** Returns how many sessions all of these logins have. */
    int sessions() throws Exception {
        int sessions = database.sessionsOfDroppedUsers();
        for (IssuedLease each : leases.everIssued()) {
            sessions += database.sessionsOf(each.username());
        }
        return sessions;
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(condition);
    }

    @Override
    public void close() {
        leases.close();
    }
}
