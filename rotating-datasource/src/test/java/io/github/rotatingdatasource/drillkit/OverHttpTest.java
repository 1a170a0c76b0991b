package io.github.rotatingdatasource.drillkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.drill.Act;
import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.DrillExtension;
import io.github.rotatingdatasource.testkit.drill.DrillReport;
import io.github.rotatingdatasource.testkit.drill.DrillSettings;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same acts for an application that asks the sidecar over HTTP. */
@Tag("database")
class OverHttpTest {
    @RegisterExtension
    static final DrillExtension DRILL = new DrillExtension(DrillSettings.defaults()
            .withDatabase(TestDatabase::shared)
            .withSetUp(Contender.TABLE, Contender.ROWS)
            .withLease(ofSeconds(8)));

    private static DrillReport through(Drill drill, Act... acts) throws Exception {
        try (RotatingDataSource dataSource = RotatingDataSource.builder()
                .pool(Contender.pool(drill))
                .source(CredentialSource.sidecarSource(drill.address())
                        .databaseRole(drill.role())
                        .build())
                .build()) {
            return drill.load(Contender.THREADS, Contender.request(dataSource)).through(acts);
        }
    }

    @Test
    void rotatesBeforeTheLeaseEnds(Drill drill) throws Exception {
        through(drill, drill::rotate).assertNoFailedRequest().assertNoSessionLeftBehind();
    }

    @Test
    void asksAgainWhenTheRoleIsRevoked(Drill drill) throws Exception {
        through(drill, drill::revokeKilled).assertFailedAtMostPerThread(1).assertServedAgainWithin(ofSeconds(1));
    }

    @Test
    void servesWhileTheSidecarIsAway(Drill drill) throws Exception {
        through(drill, drill::stopSidecar, drill::startSidecar).assertNoFailedRequest();
    }

    @Test
    void waitsForALoginThatIsLate(Drill drill) throws Exception {
        through(drill, () -> drill.delayNext(ofMillis(500)).dropAlive())
                .assertFailedAtMostPerThread(1)
                .assertServedAgainWithin(ofSeconds(2));
    }

    @Test
    void cannotRefuseWhatTheApplicationAsksFor(Drill drill) {
        drill.address();

        Assertions.assertThatThrownBy(() -> drill.refuseNext(ofSeconds(1)))
                .hasMessageContaining("found one that asks over HTTP");
    }
}
