package io.github.rotatingdatasource.samples.springboot.stage;

import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.Sidecar;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an operator provides: a PostgreSQL with a schema that an owner owns, a lease server that makes users in it and
 * drops them when their lease ends, and a sidecar that writes the user of the day to a file.
 *
 * <p>Thread-safe: one press of a button at a time.
 */
final class Stage implements AutoCloseable {
    static final String OWNER = "shop_owner";
    private static final String OWNER_PASSWORD = "stays-the-same";

    private final TestDatabase database = TestDatabase.start();
    private final LeaseServer leases;
    private final Path directory;
    private final Sidecar sidecar;
    private volatile boolean sidecarRuns = true;

    private Stage(Duration lease) throws IOException, SQLException {
        database.execute(
                "CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + OWNER_PASSWORD + "'",
                "CREATE ROLE shop_app NOLOGIN",
                "CREATE SCHEMA shop AUTHORIZATION " + OWNER,
                "GRANT USAGE ON SCHEMA shop TO shop_app");
        leases = LeaseServer.on(database, role().withTtl(lease));
        directory = Files.createTempDirectory("shop");
        sidecar = Sidecar.start(leases, FileRenderer.to(file()).withMode("rw-------"));
    }

    /** Starts it all, which takes some seconds. */
    static Stage set(Duration lease) {
        try {
            return new Stage(lease);
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("the stage could not be set", failure);
        }
    }

    private static RoleSettings role() {
        return RoleSettings.defaults()
                .withName("shop")
                .withStatements(List.of(
                        "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
                        "GRANT shop_app TO \"{{name}}\""));
    }

    /** Returns what the shop finds in its environment, as in that of a container. */
    Map<String, Object> environment() {
        return Map.of(
                "DB_URL", database.url(),
                "DB_CREDENTIALS", file().toString(),
                "OWNER_PASSWORD", OWNER_PASSWORD);
    }

    /** Lets the sidecar take and write another user now; the one before is good until its lease ends. */
    synchronized void rotate() throws SQLException, IOException {
        require(sidecarRuns, "the sidecar is stopped, so there is nobody to take another user");
        sidecar.rotateNow();
    }

    /** Drops the newest user and ends its sessions; then the sidecar, if it runs, takes and writes another one. */
    synchronized void revoke() throws SQLException, IOException {
        List<IssuedLease> inForce = leases.leases();
        require(!inForce.isEmpty(), "no user is left to revoke");
        leases.revokeAndKill(inForce.get(inForce.size() - 1));
        if (sidecarRuns) {
            sidecar.rotateNow();
        }
    }

    /** Stops the sidecar: the file stays as it is, and its user is dropped when the lease ends. */
    synchronized void stopSidecar() {
        sidecar.stop();
        sidecarRuns = false;
    }

    /** Starts the stopped sidecar, which takes and writes another user. */
    synchronized void startSidecar() {
        require(!sidecarRuns, "the sidecar is running already");
        sidecar.startAgain();
        sidecarRuns = true;
    }

    boolean sidecarRuns() {
        return sidecarRuns;
    }

    TestDatabase database() {
        return database;
    }

    private Path file() {
        return directory.resolve("db-creds");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Override
    public void close() {
        sidecar.close();
        leases.close();
        database.close();
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not delete " + directory, failure);
        }
    }
}
