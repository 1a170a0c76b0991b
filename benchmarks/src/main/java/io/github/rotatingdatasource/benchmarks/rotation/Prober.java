package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Callers that ask again and again as whom they are logged in. */
final class Prober {
    private static final int CALLERS = 4;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final DataSource dataSource;
    private final List<Repeated> callers = new ArrayList<>();
    private String wanted = ""; // all of this is guarded by the prober
    private long firstNew = Long.MAX_VALUE;
    private long lastOld = Long.MIN_VALUE;
    private int failed;

    Prober(DataSource dataSource) {
        this.dataSource = dataSource;
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new Repeated("caller " + i, PAUSE, this::ask));
        }
    }

    private void ask() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            note(row.getString(1), System.nanoTime());
        } catch (SQLException | RuntimeException e) { // some pools pass on what a provider throws
            fail();
        }
    }

    private synchronized void note(String user, long at) {
        if (user.equals(wanted)) {
            firstNew = Math.min(firstNew, at);
        } else {
            lastOld = Math.max(lastOld, at);
        }
    }

    private synchronized void fail() {
        failed++;
    }

    /** From now on, the login that callers should get is that of {@code next}. */
    synchronized void expect(IssuedLease next) {
        wanted = next.username();
        firstNew = Long.MAX_VALUE;
        lastOld = Long.MIN_VALUE;
        failed = 0;
    }

    synchronized boolean hasSeenIt() {
        return firstNew != Long.MAX_VALUE;
    }

    /** Returns what was seen since {@code began}, when the pool was warm again at {@code warm}. */
    synchronized SwapTrial.Times times(long began, long warm) {
        return new SwapTrial.Times(
                since(began, firstNew), since(began, warm), lastOld < began ? 0 : lastOld - began, failed);
    }

    private static long since(long began, long at) {
        return at == Long.MAX_VALUE ? Long.MAX_VALUE : at - began;
    }

    void end() throws InterruptedException {
        for (Repeated caller : callers) {
            caller.end();
        }
    }
}
