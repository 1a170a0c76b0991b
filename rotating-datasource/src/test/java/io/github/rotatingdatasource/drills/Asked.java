package io.github.rotatingdatasource.drills;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.drills.Place.Patience;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A place and a drill that asks it, with little patience. */
final class Asked implements AutoCloseable {
    private static final int THREADS = 3;

    private final Drill drill = new Drill(Contestant.OURS);
    private final Place place;
    private @Nullable Workers workers;
    private long before;

    Asked(Sidecars sidecar, Path directory) throws Exception {
        place = Sidecars.use(sidecar.open(drill, Files.createTempDirectory(directory, "place"), Patience.SHORT), drill);
        drill.open();
    }

    /** Puts load on, and has the place misanswer when the source asks. */
    void befall(Misanswer misanswer) throws Exception {
        stopWork();
        workers = Workers.start(drill.dataSource(), THREADS);
        place.endpoint().faults().clear(); // what a case before has left that failed
        place.endpoint().faults().always(misanswer.fault());
        if (!drill.source.isCheap()) {
            drill.rotateNow();
        }
    }

    /** Waits until the status says what came, what was wanted and from where, and nothing that is secret. */
    void assertTold(Misanswer misanswer) throws Exception {
        Watch.until(place.source() + " tells", () -> misanswer.isToldIn(failure()));
        assertThat(failure()).contains(place.source().toString(), place.address());
        for (IssuedLease login : drill.leases.everIssued()) {
            assertThat(failure()).doesNotContain(login.username(), login.password(), login.id());
        }
        before = drill.count(Rotated.class);
    }

    private String failure() {
        return String.valueOf(drill.status().sourceFailure());
    }

    /** Has the place answer well and with another login from now on, for which the source is not asked. */
    void mend(Misanswer misanswer) throws Exception {
        place.endpoint().faults().clear();
        place.another().call();
        if (misanswer.isHurried()) {
            drill.rotateNow();
        }
    }

    /** Waits until the new login serves, and expects that no caller noticed anything. */
    void assertRecovers() throws Exception {
        Watch.until(place.source() + " recovers", () -> drill.status().sourceFailure() == null);
        Watch.until(place.source() + " rotates", () -> drill.count(Rotated.class) > before);
        WorkReport report = requireNonNull(workers).stop();
        assertThat(report.completed()).isPositive();
        assertThat(report.failures()).isEmpty();
    }

    private void stopWork() {
        if (workers != null) {
            workers.stop();
        }
    }

    @Override
    public void close() {
        stopWork();
        drill.close();
        place.close();
    }
}
