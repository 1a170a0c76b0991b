package io.github.rotatingdatasource.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends sessions: all at once, as a restart would. PostgreSQL's own way to wait for the end of one takes 100 ms for each, in
 * which the others would go on.
 */
final class Sessions {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(1);

    private Sessions() {}

    /** Ends the clients' sessions for which {@code condition} holds, waits until they are gone, and returns how many. */
    static int end(Connection admin, String condition, Object parameter) throws SQLException {
        String ended = TestDatabase.query(admin, String.class, """
            SELECT coalesce(string_agg(pid::text, ',') FILTER (WHERE pg_terminate_backend(pid)), '')
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND\s""" + condition, parameter);
        awaitTheEndOf(admin, ended);
        return ended.isEmpty() ? 0 : ended.split(",").length;
    }

    private static void awaitTheEndOf(Connection admin, String pids) throws SQLException {
        long begun = System.nanoTime();
        while (TestDatabase.query(admin, Long.class, """
            SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (string_to_array(?, ',')::int[])\
            """, pids) > 0) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new SQLException("wanted the sessions " + pids + " to end, found some after " + LIMIT);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
