package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.health.HealthCheckRegistry;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever goes wrong in a suspension, all of it is done, and a resume serves again. */
@Timeout(60)
class SuspensionTroubleTest {
    private final StubRig rig = new StubRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void isNotCutShortByAnInterrupt() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Connection out = dataSource.getConnection();
        CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
        Thread suspending = new Thread(() -> {
            dataSource.suspend();
            isInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        suspending.start();
        Await.until(() -> dataSource.status().phase() == Phase.SUSPENDED);

        suspending.interrupt();
        out.close();

        assertThat(isInterrupted.join()).isTrue();
        assertThat(rig.source.suspensions()).isEqualTo(1);
        assertThat(rig.database.open()).isZero();
    }

    /** A user's registry. */
    private static final class Checks extends HealthCheckRegistry {
        private volatile boolean fails;

        @Override
        public void unregister(String name) {
            if (fails) {
                throw new IllegalStateException("the registry is gone");
            }
            super.unregister(name);
        }
    }

    @Test
    void canBeResumedAfterAFailure() throws Exception {
        Checks checks = new Checks();
        rig.pool.setHealthCheckRegistry(checks);
        RotatingDataSource dataSource = rig.start();
        Await.until(() -> !checks.getNames().isEmpty());
        checks.fails = true;
        assertThatThrownBy(dataSource::suspend).hasRootCauseMessage("the registry is gone");
        checks.fails = false;
        assertThat(rig.source.suspensions()).isEqualTo(1);

        dataSource.resume();

        dataSource.getConnection().close();
        rig.awaitGeneration(2);
    }

    @Test
    void anInterruptProlongsNoWait() {
        Thread.currentThread().interrupt();

        assertThat(Closing.await(new CompletableFuture<>(), Duration.ofMillis(50)))
                .isFalse();

        assertThat(Thread.interrupted()).isFalse();
    }
}
