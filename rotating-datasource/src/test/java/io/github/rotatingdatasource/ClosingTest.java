package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After a close nothing is left and nobody waits, whatever was going on. */
@Timeout(60)
class ClosingTest {
    private final StubRig rig = new StubRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void assertClosed(Callers callers, int count) {
        assertThat(callers.failures()).hasSize(count).allSatisfy(ClosingTest::assertSaysThatItIsClosed);
    }

    private static void assertSaysThatItIsClosed(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        SQLNonTransientConnectionException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    private List<Connection> takeAll(RotatingDataSource dataSource) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < StubRig.POOL; i++) {
            all.add(dataSource.getConnection());
        }
        return all;
    }

    @Test
    void refusesEveryCheckoutWith08003() throws Exception {
        RotatingDataSource dataSource = rig.start();

        dataSource.close();

        assertThatThrownBy(dataSource::getConnection).satisfies(ClosingTest::assertSaysThatItIsClosed);
        assertThat(dataSource.status().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        RotatingDataSource dataSource = rig.start();

        dataSource.close();
        dataSource.close();

        Await.until(() -> rig.events.stream().anyMatch(RotationEvent.Closed.class::isInstance));
        assertThat(rig.events)
                .filteredOn(RotationEvent.Closed.class::isInstance)
                .hasSize(1);
    }

    @Test
    void leavesNoConnectionAndNoThread() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Connection out = dataSource.getConnection();

        dataSource.close();

        assertThat(rig.database.open()).isZero();
        assertThat(out.isValid(1)).isFalse();
        assertThat(rig.source.isClosed()).isTrue();
        Await.until(() -> Threads.of(dataSource.getName()).isEmpty());
        Await.until(() -> Threads.of("rotating-datasource-").isEmpty());
    }

    @Test
    void freesThoseWhoWaitForAConnection() throws Exception {
        RotatingDataSource dataSource = rig.start();
        takeAll(dataSource);
        Callers callers = Callers.start(50, dataSource::getConnection);

        long start = System.nanoTime();
        dataSource.close();
        callers.awaitDone();

        assertClosed(callers, 50);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void freesThoseWhoWaitForTheFirstCredential() throws Exception {
        rig.source.lose();
        rig.pool.setInitializationFailTimeout(-1);
        RotatingDataSource dataSource = rig.start();
        Callers callers = Callers.start(10, dataSource::getConnection);

        dataSource.close();
        callers.awaitDone();

        assertClosed(callers, 10);
    }

    @Test
    void endsARotationThatWaitsForTheDatabase() throws Exception {
        RotatingDataSource dataSource = rig.start();
        rig.database.hang();
        rig.source.offer(2);
        Await.until(() -> rig.database.users().contains("app-user-2"));

        dataSource.close();
        rig.database.wakeUp();
        Await.until(() -> rig.database.open() == 0);

        assertThat(rig.events).noneMatch(event -> event instanceof RotationEvent.HandOverBegan);
    }

    @Test
    void endsAHandOverInTheMiddle() throws Exception {
        rig.builder.policy(StubRig.policy().withStallLimit(Duration.ofMinutes(1)));
        RotatingDataSource dataSource = rig.start();
        takeAll(dataSource);
        rig.source.offer(2);
        Await.until(() -> dataSource.status().phase() == Phase.HANDING_OVER);

        dataSource.close();

        assertThat(rig.database.open()).isZero();
    }

    @Test
    void answersThoseWhoAskedForARotation() throws Exception {
        RotatingDataSource dataSource = rig.start();

        dataSource.close();

        assertThat(dataSource.rotateNow())
                .isInstanceOfSatisfying(
                        RotationFailed.class,
                        failed -> assertThat(failed.part()).isEqualTo(Part.CLOSED));
    }

    @Test
    void closesEverythingOfADataSourceThatCouldNotStart() {
        rig.database.refuse();
        rig.builder.policy(StubRig.policy().withArrival(1, Duration.ZERO));

        assertThatThrownBy(rig::start).isInstanceOf(CredentialsUnavailableException.class);

        assertThat(rig.source.isClosed()).isTrue();
        assertThat(rig.database.open()).isZero();
    }
}
