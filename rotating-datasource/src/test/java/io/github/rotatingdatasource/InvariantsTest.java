package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds at all times, each line a test of that name, against a real server that checks passwords. */
@Tag("database")
class InvariantsTest {
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Rig rig;

    @BeforeEach
    void setUp() throws Exception {
        rig = new Rig();
    }

    @AfterEach
    void tearDown() {
        callers.shutdownNow();
        rig.close();
    }

    @Test
    void aPoolHasOneLoginForItsWholeLife() throws Exception {
        Gate gate = new Gate(rig.database);
        HikariConfig pool = rig.poolOf(gate, 4, 1);
        try (RotatingDataSource dataSource = rig.builder().pool(pool).build()) {
            Connection held = dataSource.getConnection();
            gate.close(); // the next connect of the old login hangs while the rotation goes on
            Future<Connection> late = callers.submit(() -> dataSource.getConnection());
            Await.until(() -> gate.waiting() == 1);
            rig.rotate();
            gate.letThrough(rig.lease.username());
            rig.awaitGeneration(dataSource, 2);
            gate.open();
            late.get().close();
            held.close();

            assertThat(rig.usersOf(dataSource, 4)).containsOnly(rig.lease.username());
        }
    }

    @Test
    void aGenerationServesOnlyAfterItsLoginWasAccepted() throws Exception {
        try (RotatingDataSource dataSource = rig.start()) {
            IssuedLease good = rig.lease;
            rig.renderWrongPassword();
            Await.until(() -> rig.saw(RotationFailed.class));

            assertThat(rig.usersOf(dataSource, Rig.POOL)).containsOnly(good.username());
            assertThat(dataSource.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void aFailedRotationEndsWithTheOldGenerationServingAtItsFormerSettings() throws Exception {
        Gate gate = new Gate(rig.database);
        HikariConfig pool = rig.poolOf(gate, 6, 3);
        try (RotatingDataSource dataSource = rig.builder().pool(pool).build()) {
            Await.until(() -> dataSource.status().connections() == 3);
            IssuedLease old = rig.lease;
            gate.refuseAfter(2); // accepts the trial, and refuses in the middle of the hand-over
            rig.rotate();
            Await.until(() -> rig.saw(RotationFailed.class));
            gate.open();

            assertThat(rig.usersOf(dataSource, 6)).containsOnly(old.username());
            assertThat(dataSource.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void noCheckoutFailsBecauseOfARotation() throws Exception {
        HikariConfig pool = rig.pool();
        pool.setMaximumPoolSize(2);
        try (RotatingDataSource dataSource = rig.builder().pool(pool).build()) {
            List<Connection> held = List.of(dataSource.getConnection(), dataSource.getConnection());
            List<Future<String>> waiters = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiters.add(callers.submit(() -> rig.userOf(dataSource)));
            }
            rig.rotate();
            for (Future<String> waiter : waiters) {
                assertThat(waiter.get())
                        .isEqualTo(rig.lease.username()); // moved, while the old connections are still out
            }
            for (Connection connection : held) {
                connection.close();
            }
        }
    }

    @Test
    void noStatementFailsBecauseOfARotationIfItsConnectionComesBackInTime() throws Exception {
        try (RotatingDataSource dataSource = rig.start();
                Connection open = dataSource.getConnection()) {
            open.setAutoCommit(false);
            Sql.run(open, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            rig.rotate();
            rig.awaitGeneration(dataSource, 2);

            Sql.run(open, "UPDATE account SET balance = balance + 1 WHERE id = 2");
            open.commit();
            assertThat(dataSource.status().oldConnections()).isEqualTo(1);
        }
    }

    @Test
    void aRetiredGenerationServesNobodyOpensNothingAndIsClosedByTheDeadline() throws Exception {
        RotationPolicy policy = rig.policy().withDrainLimit(Duration.ofMillis(500));
        try (RotatingDataSource dataSource = rig.builder().policy(policy).build()) {
            Connection leaked = dataSource.getConnection();
            IssuedLease old = rig.rotate();
            rig.awaitGeneration(dataSource, 2);
            assertThat(rig.usersOf(dataSource, Rig.POOL)).containsOnly(rig.lease.username());
            Await.until(() -> rig.event(RotationEvent.Drained.class).isPresent());

            assertThat(rig.event(RotationEvent.Drained.class).orElseThrow().cut())
                    .isEqualTo(1);
            assertThat(rig.database.sessionsOf(old.username())).isZero();
            assertThatThrownBy(() -> Sql.run(leaked, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void howeverManyCallersTheSourceIsReadOnceAndOnePoolIsOpened() throws Exception {
        HikariConfig pool = rig.pool();
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(20_000);
        try (RotatingDataSource dataSource = rig.builder().pool(pool).build();
                Workers workers = Workers.start(dataSource, Workers.Load.holding(40))) {
            rig.rotate();
            rig.awaitGeneration(dataSource, 2);
            WorkReport report = workers.stop();

            assertThat(report.failures()).isEmpty();
            assertThat(rig.count(RotationEvent.Rotated.class)).isEqualTo(2); // the start, and one
        }
    }

    @Test
    void theStateMachineSurvivesWhateverASourceOrAListenerThrows() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Credential first = rig.credential();
        AtomicReference<Credential> next = new AtomicReference<>(first);
        try (RotatingDataSource dataSource = rig.builder()
                .source(() -> Thrown.orElse(thrown.get(), next.get()))
                .listener((name, event) -> Thrown.orElse(thrown.get(), event))
                .build()) {
            for (Throwable bad :
                    List.of(new IllegalStateException("a"), new StackOverflowError(), new OutOfMemoryError())) {
                thrown.set(bad);
                assertThat(dataSource.rotateNow()).isInstanceOf(RotationFailed.class);
            }
            thrown.set(null);
            rig.lease = rig.leases.issue();
            next.set(new Credential(rig.lease.username(), rig.lease.password(), Lease.unknown()));
            assertThat(dataSource.rotateNow()).isInstanceOf(RotationEvent.Rotated.class);
            assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());
        }
    }

    @Test
    void afterCloseNothingIsLeftAndNobodyWaits() throws Exception {
        RotationPolicy policy = rig.policy().withStallLimit(Duration.ofMinutes(1));
        RotatingDataSource dataSource = rig.builder().policy(policy).build();
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < Rig.POOL; i++) {
            held.add(dataSource.getConnection());
        }
        Future<?> waiter = callers.submit(() -> dataSource.getConnection());
        rig.rotate();
        Await.until(() -> dataSource.status().phase() == RotationStatus.Phase.HANDING_OVER);
        dataSource.close();

        assertThatThrownBy(waiter::get)
                .hasRootCauseInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
        assertThat(rig.sockets.open()).isZero();
        assertThat(held).allMatch(Sql::isDead);
        Await.until(() -> Threads.of(rig.name).isEmpty());
    }
}
