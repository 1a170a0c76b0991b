package io.github.rotatingdatasource;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A doubt about one session, whose clock is turned by hand and whose database answers as the test says. */
final class DoubtRig {
    final Mark mark = new Mark();
    final List<Evidence> told = new ArrayList<>();
    final AskedConnection asked = new AskedConnection();
    long nanos = Long.MAX_VALUE - 1_000_000; // overflows on the way
    final Doubt doubt = new Doubt(mark, AuthFailures.STANDARD, 5_000, told::add, () -> nanos, time -> nanos += time);
    final Session session = new Session(asked.connection(), 0, failure -> failure, gone -> {});

    void fail(String state) {
        doubt.hear(new SQLException("no", state));
    }

    void hint() {
        fail("42501");
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
