package io.github.rotatingdatasource;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pool gets the connections that it was told to have without the help of HikariCP's housekeeper. */
@Tag("hikari")
class FillingPoolTest {
    private final HaltingThreads threads = new HaltingThreads();
    private final PoolRig rig = new PoolRig(config -> {
        config.setThreadFactory(threads);
        config.setScheduledExecutor(never());
    });

    private static ScheduledExecutorService never() {
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
        never.shutdown();
        return never;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void fillsThePoolThatServes() throws Exception {
        OneLoginPool pool = rig.open();

        pool.serve();

        PoolRig.awaitTotal(pool, PoolRig.MAXIMUM);
    }

    @Test
    void goesOnTryingToGrowThoughTheFirstLoginBeginsAtOnceAndFails() throws Exception {
        OneLoginPool pool = rig.open();
        rig.database.answer(StubDatabase.Answer.refusal("08001"));
        rig.database.hang();
        threads.hasBegun = () -> rig.database.logins() > 1;

        pool.grow();
        rig.database.wakeUp();

        Await.until(() -> rig.database.logins() > 3);
    }

    /** Threads whose start takes as long as what the test waits for. */
    private static final class HaltingThreads implements ThreadFactory {
        private volatile Callable<Boolean> hasBegun = () -> true;

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task) {
                @Override
                public synchronized void start() {
                    super.start();
                    Await.until(hasBegun);
                }
            };
            thread.setDaemon(true);
            return thread;
        }
    }
}
