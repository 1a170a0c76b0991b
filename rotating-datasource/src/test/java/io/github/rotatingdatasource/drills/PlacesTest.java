package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.source.SharedSource;
import io.github.rotatingdatasource.testkit.CountedSockets;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.SocketCount;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What something outside puts into a file, a volume or the application's hands takes over under load, and nobody notices. */
@Tag("database")
class PlacesTest {
    @ParameterizedTest
    @EnumSource
    void aWriterMayBeAwayForAWhile(WrittenPlace.Kind kind) throws Exception {
        WrittenPlace place = kind.open();
        try (Drill drill = at(place).start()) {
            Mark begin = drill.mark();
            int reads = drill.source.reads();
            place.vanish();
            Watch.until(
                    "it has looked in vain",
                    () -> kind == WrittenPlace.Kind.OFFERED
                            ? drill.source.reads() > reads + 2
                            : drill.count(SourceFailed.class) > 0);

            putNext(drill, place);

            Expect.unnoticed(drill.measured("writer away: " + kind, begin, drill.mark()));
            assertThat(drill.status().sourceFailure()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextLoginTakesOverInBothThatShareIt(WrittenPlace.Kind kind) throws Exception {
        WrittenPlace place = kind.open();
        SharedSource shared = SharedSource.of(place.source());
        try (Drill drill = at(place);
                RotatingDataSource other = other(drill, shared)) {
            drill.source = DrillSource.over(shared.member());
            SocketCount sockets = counted(drill);
            drill.start();
            Mark begin = drill.mark();
            try (Workers workers = Workers.start(other, 2)) {
                putNext(drill, place);
                Watch.until("the other follows", () -> other.status().rotations() == 1);
                WorkReport report = workers.stop();
                assertThat(report.failures()).isEmpty();
                assertThat(report.completed()).isPositive();
            }

            Expect.unnoticed(drill.measured("shared: " + kind, begin, drill.mark()));
            assertThat(other.status().fingerprint()).isEqualTo(drill.status().fingerprint());
            assertThat(sockets.peak()).isLessThanOrEqualTo(Drill.POOL + drill.policy.headroom());
        }
    }

    /** Returns a drill whose first login is there. */
    static Drill at(WrittenPlace place) throws Exception {
        Drill drill = new Drill(Contestant.OURS);
        drill.policy = SourcesTest.POLLING;
        place.put(drill.lease);
        drill.source = DrillSource.over(place.source());
        return drill;
    }

    static void putNext(Drill drill, WrittenPlace place) throws Exception {
        IssuedLease next = drill.issue();
        place.put(next);
        Watch.until("it rotates", () -> drill.count(Rotated.class) == 2);
    }

    private static SocketCount counted(Drill drill) {
        String key = "place-" + UUID.randomUUID();
        CountedSockets.driverProperties(key).forEach(drill.pool::addDataSourceProperty);
        return CountedSockets.count(key);
    }

    private static RotatingDataSource other(Drill drill, SharedSource shared) throws Exception {
        return RotatingDataSource.builder()
                .pool(drill.pool)
                .source(shared.member())
                .policy(drill.policy)
                .build();
    }
}
