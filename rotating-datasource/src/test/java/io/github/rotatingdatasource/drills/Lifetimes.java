package io.github.rotatingdatasource.drills;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RequestLog;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.VaultApi;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small drill with a role of short leases, which is watched until it has had so many logins. */
final class Lifetimes implements AutoCloseable {
    private static final int POOL = 4;
    private static final int THREADS = 2;

    final Drill drill = new Drill(Contestant.OURS);
    final int logins;
    private final LeaseServer leases;
    private final VaultApi vault;
    private final Place place;
    private final Workers workers;
    private @Nullable WorkReport report;

    Lifetimes(int logins, RoleSettings role, Way way) throws Exception {
        this.logins = logins;
        leases = LeaseServer.on(drill.database, role);
        vault = VaultApi.start(leases);
        place = Sidecars.use(way.to(vault), drill);
        drill.pool.setMaximumPoolSize(POOL);
        drill.policy = drill.policy.withRotationPoint(
                0.75, 0); // by chance the first login would last for a tenth of its lease
        drill.open();
        workers = Workers.start(drill.dataSource(), THREADS);
    }

    /** Waits until the last login serves, and ends the drill then. */
    void await() throws Exception {
        Watch.until("login " + logins + " serves", () -> drill.count(Rotated.class) >= logins);
        report = workers.stop();
        drill.closeDataSource();
    }

    WorkReport report() {
        return requireNonNull(report);
    }

    /** Returns what the server was asked, behind the agent if there is one. */
    RequestLog requests() {
        return vault.endpoint().requests();
    }

    /** Returns the shortest time between two logins. */
    Duration shortest() {
        List<Instant> issued = leases.everIssued().stream()
                .map(IssuedLease::issuedAt)
                .distinct()
                .toList();
        Duration shortest = Duration.ofDays(1);
        for (int i = 1; i < issued.size(); i++) {
            Duration between = Duration.between(issued.get(i - 1), issued.get(i));
            shortest = between.compareTo(shortest) < 0 ? between : shortest;
        }
        return shortest;
    }

    @Override
    public void close() {
        workers.close();
        drill.close();
        place.close();
        leases.close();
    }

    /** How the server is reached. */
    interface Way {
        Place to(VaultApi vault) throws Exception;
    }
}
