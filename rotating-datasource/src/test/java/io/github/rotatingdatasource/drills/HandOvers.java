package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Drill.credential;

import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.time.Duration;

/** A hand-over that is slow, since each login takes 60 ms more, and something goes wrong half way. */
final class HandOvers {
    private static final String SLOW = "SELECT pg_sleep(0.06)";
    private static final Duration HALF_WAY = Duration.ofMillis(200);

    private HandOvers() {}

    /** What goes wrong. */
    enum Fault {
        NEW_REFUSED("new login refused half way through a hand-over") {
            @Override
            void befall(Drill drill, IssuedLease next) throws SQLException {
                drill.leases.noLogin(next);
            }
        },
        OLD_DEAD("old login dead half way through a hand-over") {
            @Override
            void befall(Drill drill, IssuedLease next) throws SQLException {
                drill.revokeAndKill();
            }
        },
        BOTH("both logins dead half way through a hand-over") {
            @Override
            void befall(Drill drill, IssuedLease next) throws SQLException {
                drill.leases.revokeAndKill(next);
                drill.revokeAndKill();
            }
        };

        final String title;

        Fault(String title) {
            this.title = title;
        }

        abstract void befall(Drill drill, IssuedLease next) throws SQLException;
    }

    static Measured broken(Drill drill, Fault fault, Duration watched) throws Exception {
        drill.pool.setConnectionInitSql(SLOW);
        drill.start();
        IssuedLease next = drill.issue();
        drill.source.offers(credential(next));
        Watch.until("a hand-over begins", () -> drill.count(HandOverBegan.class) == 1);
        Watch.pass(HALF_WAY);
        Mark begin = drill.mark();
        fault.befall(drill, next);
        drill.watch(watched);
        return drill.measured(fault.title, begin, drill.mark());
    }
}
