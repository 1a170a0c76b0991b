package io.github.rotatingdatasource;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for a condition, with a limit that fits a loaded machine. */
final class Await {
    private Await() {}

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .until(condition);
    }
}
