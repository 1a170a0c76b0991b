package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sets in HikariCP holds for each generation. */
@Tag("hikari")
class HikariSettingsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepTheTimesOfTheirUser(int generations) throws Exception {
        try (PoolRig rig = new PoolRig(config -> {
            config.setMinimumIdle(2);
            config.setMaxLifetime(120_000);
            config.setIdleTimeout(60_000);
            config.setKeepaliveTime(45_000);
            config.setLeakDetectionThreshold(3_000);
            config.setValidationTimeout(1_000);
        })) {
            HikariConfig config = last(rig, generations).hikari().config;

            assertThat(config.getMaxLifetime()).isEqualTo(120_000);
            assertThat(config.getIdleTimeout()).isEqualTo(60_000);
            assertThat(config.getKeepaliveTime()).isEqualTo(45_000);
            assertThat(config.getLeakDetectionThreshold()).isEqualTo(3_000);
            assertThat(config.getValidationTimeout()).isEqualTo(1_000);
            assertThat(config.getMinimumIdle()).isEqualTo(2);
            assertThat(config.getMaximumPoolSize()).isEqualTo(PoolRig.MAXIMUM);
            assertThat(config.getPoolName()).isEqualTo(rig.name);
        }
    }

    private static OneLoginPool last(PoolRig rig, int generations) throws SQLException {
        OneLoginPool pool = rig.open();
        for (int i = 1; i < generations; i++) {
            pool = rig.open();
        }
        pool.serve();
        return pool;
    }

    @Test
    void warnOfALeak() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setLeakDetectionThreshold(2_000));
                LogLines log = new LogLines()) {
            Connection leaked = rig.open().connect();

            Await.until(() -> log.complaints().stream().anyMatch(line -> line.contains("leak detection triggered")));

            assertThat(log.complaints()).noneMatch(line -> line.contains("app-user"));
            leaked.close();
        }
    }

    @Test
    void warnOfNoLeakForAConnectionThatOurOwnCodeTakes() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setLeakDetectionThreshold(2_000));
                LogLines log = new LogLines()) {
            OneLoginPool pool = rig.openFull();
            pool.openNothing();
            pool.evictIdle();
            Connection leaked = pool.connect();

            Await.until(() -> log.complaints().stream().anyMatch(line -> line.contains("leak detection triggered")));

            assertThat(log.complaints()).hasSize(1);
            leaked.close();
        }
    }

    @Test
    void askTheOverrideOfTheirUserAboutAFailure() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        try (PoolRig rig = new PoolRig(config -> config.setExceptionOverride(override(asked)))) {
            OneLoginPool pool = rig.open();
            Connection connection = pool.connect();
            rig.database.answerStatements(StubDatabase.Answer.refusal("08006"));

            Callers.start(1, () -> executed(connection)).awaitDone();
            connection.close();

            assertThat(asked).containsExactly("08006");
            assertThat(pool.total()).isOne();
        }
    }

    private static Connection executed(Connection connection) throws SQLException {
        connection.createStatement().execute("SELECT 1");
        return connection;
    }

    private static SQLExceptionOverride override(Queue<String> asked) {
        return new SQLExceptionOverride() {
            @java.lang.Override
            public Override adjudicate(SQLException failure) {
                asked.add(failure.getSQLState());
                return Override.DO_NOT_EVICT;
            }
        };
    }

    @Test
    void useTheThreadsOfTheirUser() throws Exception {
        Queue<Thread> made = new ConcurrentLinkedQueue<>();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "users-own");
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        };
        try (PoolRig rig = new PoolRig(config -> config.setThreadFactory(factory))) {
            rig.openFull();

            assertThat(made).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Threads.of(rig.name)).isEmpty();
            rig.end();
            Await.until(() -> made.stream().noneMatch(Thread::isAlive));
        }
    }

    @Test
    void useTheSchedulerOfTheirUserAndLeaveItRunning() throws Exception {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        try (PoolRig rig = new PoolRig(config -> config.setScheduledExecutor(scheduler))) {
            rig.open();
            rig.open();

            assertThat(((ScheduledThreadPoolExecutor) scheduler).getQueue()).isNotEmpty();
            assertThat(Threads.of(rig.name + ":housekeeper")).isEmpty();
            rig.end();

            assertThat(scheduler.isShutdown()).isFalse();
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void shareOneHousekeeper() throws Exception {
        try (PoolRig rig = new PoolRig()) {
            rig.open();
            rig.open();
            rig.open();

            assertThat(Threads.of(rig.name + ":housekeeper")).hasSize(1);
        }
    }

    @Test
    void askTheUsersOwnQueryWhetherAConnectionIsAlive() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setConnectionTestQuery("SELECT 42"))) {
            rig.open();

            assertThat(rig.database.executed()).contains("SELECT 42");
        }
    }

    @Test
    void setTheCatalogAndTheSchema() throws Exception {
        try (PoolRig rig = new PoolRig(config -> {
            config.setCatalog("shop");
            config.setSchema("accounts");
        })) {
            rig.open();

            assertThat(rig.database.executed()).contains("setCatalog shop", "setSchema accounts");
        }
    }

    @Test
    void runTheFirstStatementOncePerConnection() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setConnectionInitSql("SET ROLE owner"))) {
            rig.openFull();

            assertThat(rig.database.executed()).containsOnly("SET ROLE owner").hasSize(PoolRig.MAXIMUM);
        }
    }

    @Test
    void allowASuspensionOnlyIfTheirUserDoes() throws Exception {
        try (PoolRig rig = new PoolRig(config -> config.setAllowPoolSuspension(true))) {
            assertThat(rig.open().hikari().config.isAllowPoolSuspension()).isTrue();
        }
    }
}
