package io.github.rotatingdatasource.drills;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * Counts a drill's sessions at the server all the time. One that its client has closed is counted for some milliseconds more, so
 * what counts is what {@value #LOOKS} looks in a row have seen.
 */
final class Crowd implements AutoCloseable {
    private static final int LOOKS = 20;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String NAME = "drill-crowd";

    private final Deque<Integer> looks = new ArrayDeque<>();
    private final Connection admin;
    private volatile boolean watching = true;
    private volatile int most;

    private Crowd(Connection admin) {
        this.admin = admin;
    }

    /** Begins to count the sessions of a drill that is not open yet. */
    static Crowd of(Drill drill) throws SQLException {
        drill.pool.addDataSourceProperty("ApplicationName", NAME);
        Crowd crowd = new Crowd(drill.database.admin());
        new Thread(crowd::watch, NAME).start();
        return crowd;
    }

    /** Returns how many there were at the most. */
    int most() {
        return most;
    }

    private void watch() {
        try (admin;
                PreparedStatement count =
                        admin.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE application_name = ?")) {
            count.setString(1, NAME);
            while (watching) {
                saw(count);
                Watch.pass(PAUSE);
            }
        } catch (SQLException failure) {
            most = Integer.MAX_VALUE; // nobody has counted
        }
    }

    private void saw(PreparedStatement count) throws SQLException {
        ResultSet row = count.executeQuery();
        row.next();
        looks.add(row.getInt(1));
        if (looks.size() > LOOKS) {
            looks.remove();
            most = Math.max(most, Collections.min(looks));
        }
    }

    @Override
    public void close() {
        watching = false;
    }
}
