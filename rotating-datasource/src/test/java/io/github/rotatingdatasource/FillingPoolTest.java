package io.github.rotatingdatasource;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** A pool that serves has what its user asked for, without waiting for anybody. */
class FillingPoolTest {
    @Test
    void fillsThePoolWithoutTheHelpOfTheHousekeeper() throws Exception {
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
        never.shutdown();
        try (PoolRig rig = new PoolRig(config -> config.setScheduledExecutor(never))) {
            OneLoginPool pool = rig.open();

            pool.serve();

            PoolRig.awaitTotal(pool, PoolRig.MAXIMUM);
        }
    }
}
