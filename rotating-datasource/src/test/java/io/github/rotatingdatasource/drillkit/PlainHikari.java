package io.github.rotatingdatasource.drillkit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.rotatingdatasource.testkit.drill.Act;
import io.github.rotatingdatasource.testkit.drill.Drill;
import io.github.rotatingdatasource.testkit.drill.DrillReport;
import io.github.rotatingdatasource.testkit.drill.RotationDrill;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An application with HikariCP and its first login, as its authors would test it. Each test fails: {@link PlainHikariFailsTest}. */
@RotationDrill(
        setUp = {Contender.TABLE, Contender.ROWS},
        overlapSeconds = 1)
class PlainHikari {
    private static DrillReport through(Drill drill, Act... acts) throws Exception {
        HikariDataSource dataSource = Contender.plain(drill);
        try {
            return drill.load(Contender.THREADS, Contender.request(dataSource)).through(acts);
        } finally {
            new Thread(dataSource::close)
                    .start(); // takes five seconds after a refused login, which nobody needs to wait for
        }
    }

    @Test
    void rotation(Drill drill) throws Exception {
        through(drill, drill::rotate).assertNoFailedRequest();
    }

    @Test
    void revokedAndKilled(Drill drill) throws Exception {
        through(drill, drill::revokeKilled).assertFailedAtMostPerThread(1);
    }

    @Test
    void droppedAlive(Drill drill) throws Exception {
        through(drill, drill::dropAlive).assertServedAgainWithin(Duration.ofSeconds(3));
    }

    @Test
    void passwordChanged(Drill drill) throws Exception {
        through(drill, drill::changePassword).assertServedAgainWithin(Duration.ofSeconds(3));
    }

    @Test
    void sidecarStoppedAndStarted(Drill drill) throws Exception {
        through(drill, drill::stopSidecar, drill::startSidecar).assertNoFailedRequest();
    }
}
