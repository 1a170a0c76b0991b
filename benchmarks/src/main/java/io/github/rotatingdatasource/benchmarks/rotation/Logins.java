package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * What no way can be faster than, in nanoseconds.
 *
 * @param one a login
 * @param inTurn as many as the pool has connections, one after the other
 * @param inParallel as many at the same time
 */
record Logins(List<Long> one, List<Long> inTurn, List<Long> inParallel) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SINGLES = 10;
    /** The driver and the compiler are cold at first. */
    private static final int WARM_UP = 3;

    static Logins measure(Rig rig, IssuedLease lease, int times) throws Exception {
        Logins logins = new Logins(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        DataSource dataSource = new NoPoolWay(rig, lease);
        ExecutorService threads = Executors.newFixedThreadPool(rig.poolSize());
        for (int i = -WARM_UP; i < times; i++) {
            if (i == 0) {
                logins.forget();
            }
            for (int j = 0; j < SINGLES; j++) {
                logins.one.add(took(() -> close(List.of(dataSource.getConnection()))));
            }
            logins.inTurn.add(took(() -> close(inTurn(dataSource, rig.poolSize()))));
            logins.inParallel.add(took(() -> close(inParallel(dataSource, rig.poolSize(), threads))));
        }
        threads.shutdown();
        return logins;
    }

    /** Returns these and those of another JVM. */
    Logins and(Logins other) {
        return new Logins(
                Rounds.both(one, other.one),
                Rounds.both(inTurn, other.inTurn),
                Rounds.both(inParallel, other.inParallel));
    }

    private void forget() {
        one.clear();
        inTurn.clear();
        inParallel.clear();
    }

    /** Opens connections, and returns when the last one was there. */
    private interface Opening {
        long run() throws Exception;
    }

    private static long took(Opening opening) throws Exception {
        long began = System.nanoTime();
        return opening.run() - began;
    }

    private static long close(List<Connection> open) throws SQLException {
        long at = System.nanoTime();
        for (Connection one : open) {
            one.close();
        }
        return at;
    }

    private static List<Connection> inTurn(DataSource dataSource, int count) throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(dataSource.getConnection());
        }
        return open;
    }

    private static List<Connection> inParallel(DataSource dataSource, int count, ExecutorService threads)
            throws Exception {
        List<Callable<Connection>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(dataSource::getConnection);
        }
        List<Connection> open = new ArrayList<>();
        for (Future<Connection> one : threads.invokeAll(all)) {
            open.add(one.get());
        }
        return open;
    }
}
