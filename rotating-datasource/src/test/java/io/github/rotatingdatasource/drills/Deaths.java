package io.github.rotatingdatasource.drills;

import static io.github.rotatingdatasource.drills.Drill.credential;

import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** A login that dies while the source has another one already, and tells nobody. */
final class Deaths {
    private static final Duration WATCHED = Duration.ofMillis(800);
    private static final int HALF = 500;

    private Deaths() {}

    /** What becomes of the login. Its sessions are ended, too. */
    enum Death {
        ROLE_DROPPED("role dropped, sessions killed"),
        PASSWORD_CHANGED("password changed, sessions killed");

        final String title;

        Death(String title) {
            this.title = title;
        }

        void befall(Drill drill) throws SQLException {
            if (this == ROLE_DROPPED) {
                drill.source.has(credential(drill.issue()));
                drill.revokeAndKill();
            } else {
                drill.source.has(credential(drill.changePassword()));
                drill.kill();
            }
        }
    }

    static Measured roleDropped(Drill drill) throws Exception {
        drill.start();
        IssuedLease next = drill.issue();
        drill.source.has(credential(next));
        Mark fault = drill.mark();
        drill.revoke();
        drill.watch(WATCHED);
        String source = drill.source.isCheap() ? "cheap source" : "source that mints";
        return drill.measured("role dropped, sessions alive, " + source, fault, drill.mark());
    }

    static Measured killed(Drill drill, Death death) throws Exception {
        drill.start();
        Mark fault = drill.mark();
        death.befall(drill);
        drill.watch(WATCHED);
        return drill.measured(death.title, fault, drill.mark());
    }

    /** What was measured while statements failed for want of a grant, and after the role was really dropped. */
    record AmidMissingGrants(Measured before, Measured after) {}

    /** A thousand statements fail for want of a grant, and after half of them the role is dropped. */
    static AmidMissingGrants amidMissingGrants(Drill drill) throws Exception {
        drill.database.execute(
                "CREATE SCHEMA IF NOT EXISTS locked",
                "GRANT USAGE ON SCHEMA locked TO PUBLIC",
                "CREATE TABLE IF NOT EXISTS locked.away (id int)");
        drill.start();
        drill.source.has(credential(drill.issue()));
        AtomicLong refused = new AtomicLong();
        Mark begin = drill.mark();
        try (Workers trespassers = Workers.start(drill.dataSource(), trespassing(refused))) {
            Watch.until("half of the statements failed", () -> refused.get() >= HALF);
            Mark fault = drill.mark();
            drill.revoke();
            drill.watch(WATCHED);
            Mark end = drill.mark();
            trespassers.stop();
            Measured before = drill.measured("statements without a grant, role alive", begin, fault);
            return new AmidMissingGrants(
                    before, drill.measured("statements without a grant, role dropped", fault, end));
        }
    }

    private static Workers.Load trespassing(AtomicLong refused) {
        return Drill.load(2, (connection, random) -> trespass(connection, random, refused));
    }

    private static void trespass(Connection connection, RandomGenerator random, AtomicLong refused)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT * FROM locked.away WHERE id = " + random.nextInt());
        } catch (SQLException failure) {
            refused.incrementAndGet();
            throw failure;
        }
    }
}
