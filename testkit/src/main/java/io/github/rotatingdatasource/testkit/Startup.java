package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** What a {@link TestDatabase} waits for and makes sure of before it is used. */
final class Startup {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private final TestDatabase database;

    Startup(TestDatabase database) {
        this.database = database;
    }

    void verifyThatPasswordsAreChecked() throws SQLException {
        try {
            database.connect(TestDatabase.SUPERUSER, "wrong").close();
        } catch (SQLException refusal) {
            if ("28P01".equals(refusal.getSQLState())) {
                return;
            }
            throw refusal;
        }
        throw new IllegalStateException(
                "wanted a wrong password to be refused, found it accepted at " + database.url());
    }

    /** Returns how many refusals are in the log, once there is one: a container's log is late. */
    long awaitTheRefusalInTheLog() throws IOException {
        Instant limit = Instant.now().plus(LIMIT);
        while (ServerLog.refused(database.serverLog()) == 0) {
            if (Instant.now().isAfter(limit)) {
                throw new IOException(
                        "wanted the refused login in the server's log, found none in: " + database.serverLog());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return ServerLog.refused(database.serverLog());
    }

    void awaitLogin() throws IOException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            try {
                database.admin().close();
                return;
            } catch (SQLException notYet) {
                if (Instant.now().isAfter(limit)) {
                    throw new IOException("no login after " + LIMIT + " at " + database.url(), notYet);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }
}
