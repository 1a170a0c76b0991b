package io.github.rotatingdatasource;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** A doubt about one session, whose clock is turned by hand and whose database answers as the test says. */
final class DoubtRig {
    private static final Executor SOMEBODY_ELSE = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "somebody-else");
        thread.setDaemon(true);
        return thread;
    });

    final Mark mark = new Mark();
    final List<Evidence> told = new ArrayList<>();
    final AskedConnection asked = new AskedConnection();
    long nanos = Long.MAX_VALUE - 1_000_000; // overflows on the way
    final Doubt doubt = new Doubt(mark, AuthFailures.STANDARD, 5_000, told::add, () -> nanos, time -> nanos += time);
    final Session session = new Session(asked.connection(), 0, failure -> failure, gone -> {});

    void fail(String state) {
        doubt.hear(new SQLException("no", state));
    }

    /** Somebody else's statement fails for want of a right, always the same one's. */
    void hint() {
        CompletableFuture.runAsync(this::ownHint, SOMEBODY_ELSE).join();
    }

    void ownHint() {
        fail("42501");
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
