package io.github.rotatingdatasource.drillkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.testkit.drill.Act;
import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.DrillReport;
import io.github.rotatingdatasource.testkit.drill.RotationDrill;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The library, with its defaults, in each drill that the kit has. */
@Tag("database")
@RotationDrill(setUp = {Contender.TABLE, Contender.ROWS})
class OursSurvivesTest {
    private static DrillReport through(Drill drill, Act... acts) throws Exception {
        try (RotatingDataSource dataSource = Contender.ours(drill)) {
            DrillReport report =
                    drill.load(Contender.THREADS, Contender.request(dataSource)).through(acts);
            assertThat(report.requests()).isPositive();
            return report.assertNoSessionLeftBehind().assertConnectionsAtMost(Contender.THREADS + 2);
        }
    }

    @Test
    void rotations(Drill drill) throws Exception {
        through(drill, drill::rotate, drill::rotate)
                .assertNoFailedRequest()
                .assertServedAgainWithin(ofMillis(0))
                .assertRefusedLoginsAtMost(0);
    }

    @Test
    void aRoleThatIsRevokedAndItsSessionsKilled(Drill drill) throws Exception {
        through(drill, drill::revokeKilled)
                .assertFailedAtMostPerThread(1)
                .assertServedAgainWithin(ofSeconds(1))
                .assertNoRequestSlowerThan(ofSeconds(2));
    }

    @Test
    void aRoleThatIsDroppedUnderLiveSessions(Drill drill) throws Exception {
        through(drill, drill::dropAlive).assertFailedAtMostPerThread(1).assertServedAgainWithin(ofSeconds(1));
    }

    @Test
    void aPasswordThatChanges(Drill drill) throws Exception {
        through(drill, drill::changePassword).assertFailedAtMostPerThread(1).assertServedAgainWithin(ofSeconds(1));
    }

    @Test
    void aSidecarThatStopsAndStartsAgain(Drill drill) throws Exception {
        through(drill, drill::stopSidecar, drill::startSidecar)
                .assertNoFailedRequest()
                .assertRefusedLoginsAtMost(0);
    }

    @Test
    void aRoleThatIsRevokedWhileTheSidecarIsDown(Drill drill) throws Exception {
        through(drill, drill::stopSidecar, drill::revokeKilled, drill::startSidecar)
                .assertServedAgainWithin(ofSeconds(2))
                .assertNoRequestSlowerThan(ofSeconds(3))
                .assertRefusedLoginsAtMost(10);
    }

    @Test
    void aLoginThatIsLateInTheFile(Drill drill) throws Exception {
        through(drill, () -> drill.delayNext(ofMillis(500)).revokeKilled())
                .assertFailedAtMostPerThread(1) // the pool waits for a second
                .assertServedAgainWithin(ofSeconds(1));
    }

    @Test
    void aLoginThatTheDatabaseDoesNotKnowYet(Drill drill) throws Exception {
        through(drill, () -> drill.refuseNext(ofSeconds(2)).rotate())
                .assertNoFailedRequest()
                .assertRefusedLoginsAtMost(5);
    }
}
