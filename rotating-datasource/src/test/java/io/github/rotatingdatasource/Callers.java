package io.github.rotatingdatasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that ask for a connection at the same time, and what each came to: a connection or an exception. */
final class Callers {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** Starts callers, and returns when all of them wait in {@code pool}. */
    static Callers waitingIn(Pool pool, int count, Callable<Connection> ask) {
        Callers callers = start(count, ask);
        Await.until(() -> pool.waiting() == count);
        return callers;
    }

    static Callers start(int count, Callable<Connection> ask) {
        Callers callers = new Callers();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> callers.run(ask), "caller-" + i);
            thread.setDaemon(true);
            callers.threads.add(thread);
            thread.start();
        }
        return callers;
    }

    private void run(Callable<Connection> ask) {
        try {
            Connection connection = ask.call();
            if (connection != null) {
                connections.add(connection);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    boolean areDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Waits until everybody has an answer, and returns how long that took. */
    Duration awaitDone() {
        long start = System.nanoTime();
        Await.until(this::areDone);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    Queue<Connection> connections() {
        return connections;
    }

    Queue<Throwable> failures() {
        return failures;
    }

    void giveBack() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
