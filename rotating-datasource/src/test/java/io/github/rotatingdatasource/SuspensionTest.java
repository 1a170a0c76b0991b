package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationStatus.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A suspended data source has nothing and lets nobody wait; a resumed one has a login that it read anew. */
@Timeout(60)
class SuspensionTest {
    private final StubRig rig = new StubRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void assertSaysThatItIsSuspended(Throwable failure) {
        assertThat(failure)
                .hasMessageContaining("is suspended")
                .isInstanceOfSatisfying(
                        CredentialsUnavailableException.class,
                        e -> assertThat(e.part()).isEqualTo(Part.SUSPENDED));
    }

    private List<Connection> takeAll(RotatingDataSource dataSource) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < StubRig.POOL; i++) {
            all.add(dataSource.getConnection());
        }
        return all;
    }

    private Thread suspending(RotatingDataSource dataSource) {
        Thread thread = new Thread(dataSource::suspend, "suspending");
        thread.start();
        Await.until(() -> dataSource.status().phase() == Phase.SUSPENDED);
        return thread;
    }

    private long count(Class<? extends RotationEvent> type) {
        return rig.events.stream().filter(type::isInstance).count();
    }

    @Test
    void refusesEveryCheckoutAtOnce() throws Exception {
        RotatingDataSource dataSource = rig.start();

        dataSource.suspend();

        assertThatThrownBy(dataSource::getConnection).satisfies(SuspensionTest::assertSaysThatItIsSuspended);
        assertThat(dataSource.status().phase()).isEqualTo(Phase.SUSPENDED);
        assertThat(dataSource.status().unavailable()).isEqualTo("it is suspended");
        assertThat(dataSource.status().fingerprint()).isNull();
    }

    @Test
    void leavesNoConnectionNoThreadAndNoLogin() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.getConnection().close();

        dataSource.suspend();

        assertThat(rig.database.open()).isZero();
        assertThat(rig.source.retired()).containsExactly("app-user-1");
        assertThat(rig.source.suspensions()).isEqualTo(1);
        assertThat(rig.source.isClosed()).isFalse();
        Await.until(() -> Threads.of(dataSource.getName()).isEmpty());
        Await.until(() -> Threads.of("rotating-datasource-").isEmpty());
    }

    @Test
    void goesOnWithALoginThatItReadAnew() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.suspend();
        int reads = rig.source.reads();
        rig.source.offer(2);

        dataSource.resume();

        dataSource.getConnection().close();
        assertThat(rig.source.reads()).isGreaterThan(reads);
        assertThat(rig.database.users().get(rig.database.users().size() - 1)).isEqualTo("app-user-2");
        rig.awaitGeneration(2);
    }

    @Test
    void asksNobodyWhileItRests() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.suspend();
        int reads = rig.source.reads();

        rig.source.offer(2);
        RotationEvent.Outcome outcome = dataSource.rotateNow();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RotationFailed.class,
                        failed -> assertThat(failed.part()).isEqualTo(Part.SUSPENDED));
        Await.until(() -> Threads.of("rotating-datasource-").isEmpty());
        assertThat(rig.source.reads()).isEqualTo(reads);
    }

    @Test
    void rotatesOnAfterwardsAndCountsOn() throws Exception {
        RotatingDataSource dataSource = rig.start();
        rig.rotateTo(2);
        dataSource.suspend();
        rig.source.offer(3);
        dataSource.resume();
        rig.rotateTo(4);

        assertThat(dataSource.status().rotations()).isEqualTo(2); // a login after a rest is no rotation
        assertThat(count(Rotated.class)).isEqualTo(4);
        assertThat(count(RotationEvent.Suspended.class)).isEqualTo(1);
        assertThat(dataSource.getConnection().isValid(1)).isTrue();
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.resume();
        dataSource.suspend();
        dataSource.suspend();
        dataSource.resume();
        dataSource.resume();

        rig.awaitGeneration(2);
        assertThat(rig.source.suspensions()).isEqualTo(1);
        assertThat(count(RotationEvent.Suspended.class)).isEqualTo(1);
    }

    @Test
    void canBeRepeated() throws Exception {
        RotatingDataSource dataSource = rig.start();
        for (int i = 2; i <= 4; i++) {
            dataSource.suspend();
            dataSource.resume();
            rig.awaitGeneration(i);
        }

        assertThat(dataSource.getConnection().isValid(1)).isTrue();
    }

    @Test
    void waitsForWhatIsOut() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Connection out = dataSource.getConnection();
        Thread suspending = suspending(dataSource);

        assertThat(out.isValid(1)).isTrue();
        assertThat(suspending.isAlive()).isTrue();
        out.close();

        suspending.join();
        assertThat(rig.database.open()).isZero();
    }

    @Test
    void cutsOffWhatIsStillOutAtTheDeadline() throws Exception {
        rig.builder.policy(StubRig.policy().withDrainLimit(Duration.ofMillis(100)));
        RotatingDataSource dataSource = rig.start();
        Connection out = dataSource.getConnection();

        dataSource.suspend();

        assertThat(out.isValid(1)).isFalse();
        assertThat(rig.database.open()).isZero();
        Await.until(() -> rig.events.stream()
                .anyMatch(event -> event instanceof RotationEvent.Drained drained && drained.cut() == 1));
    }

    @Test
    void freesThoseWhoWaitForAConnection() throws Exception {
        RotatingDataSource dataSource = rig.start();
        List<Connection> out = takeAll(dataSource);
        Callers callers = Callers.start(20, dataSource::getConnection);
        Thread suspending = suspending(dataSource);

        assertThat(callers.awaitDone()).isLessThan(Duration.ofSeconds(4));

        assertThat(callers.failures()).hasSize(20).allSatisfy(SuspensionTest::assertSaysThatItIsSuspended);
        for (Connection connection : out) {
            connection.close();
        }
        suspending.join();
    }

    @Test
    void endsATrialThatWaitsForTheDatabase() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Await.until(() -> rig.database.open() == StubRig.POOL);
        rig.database.hang();
        rig.source.offer(2);
        Await.until(() -> rig.database.hanging() == 1);
        Thread suspending = suspending(dataSource);
        Await.until(() -> rig.database.open() == 0);

        assertThat(suspending.isAlive()).isTrue(); // the trial may bring a connection yet
        rig.database.wakeUp();
        suspending.join();

        assertThat(rig.database.open()).isZero();
        assertThat(count(RotationEvent.HandOverBegan.class)).isZero();
    }

    @Test
    void endsAHandOverInTheMiddle() throws Exception {
        rig.builder.policy(StubRig.policy().withStallLimit(Duration.ofMinutes(1)));
        RotatingDataSource dataSource = rig.start();
        List<Connection> out = takeAll(dataSource);
        rig.source.offer(2);
        Await.until(() -> dataSource.status().phase() == Phase.HANDING_OVER);
        Thread suspending = suspending(dataSource);
        for (Connection connection : out) {
            connection.close();
        }
        suspending.join();
        dataSource.resume();

        rig.awaitGeneration(3); // the second one was seen, so nobody else gets its number
        assertThat(rig.source.retired()).containsExactlyInAnyOrder("app-user-1", "app-user-2");
    }

    @Test
    void needsNoSource() throws Exception {
        RotatingDataSource dataSource = rig.start();
        rig.source.lose();
        Await.until(() -> dataSource.status().sourceFailure() != null);

        dataSource.suspend();

        assertThat(rig.database.open()).isZero();
        assertThat(rig.source.suspensions()).isEqualTo(1);
    }

    @Test
    void saysThatNoLoginWorksYetAndGoesOnTryingByItself() throws Exception {
        rig.builder.policy(StubRig.policy().withStartLimit(Duration.ofMillis(200)));
        RotatingDataSource dataSource = rig.start();
        dataSource.suspend();
        rig.source.lose();

        assertThatThrownBy(dataSource::resume)
                .isInstanceOfSatisfying(
                        CredentialsUnavailableException.class,
                        e -> assertThat(e.part()).isEqualTo(Part.SOURCE));
        rig.source.offer(2);

        rig.awaitGeneration(2);
        dataSource.getConnection().close();
    }

    @Test
    void servesAgainAfterAnOutage() throws Exception {
        rig.builder.policy(StubRig.policy().withGrace(Duration.ZERO).withArrival(1, Duration.ZERO));
        RotatingDataSource dataSource = rig.start();
        rig.source.lose();
        rig.database.refuse();
        dataSource.getConnection().abort(Runnable::run);
        dataSource.suspend();
        rig.database.accept();
        rig.source.offer(2);
        dataSource.resume();

        dataSource.getConnection().close();
        Await.until(() -> dataSource.circuitBreaker().getState() == State.CLOSED);
    }

    @Test
    void isClosedWhileItRests() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.suspend();

        dataSource.close();

        assertThatThrownBy(dataSource::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(dataSource.status().phase()).isEqualTo(Phase.CLOSED);
        assertThat(dataSource.status().generation()).isEqualTo(1);
        assertThat(rig.source.isClosed()).isTrue();
        Await.until(() -> count(RotationEvent.Closed.class) == 1);
    }

    @Test
    void isClosedAtOnceWhileItWaitsForWhatIsOut() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Connection out = dataSource.getConnection();
        Thread suspending = suspending(dataSource);

        dataSource.close();
        suspending.join();

        assertThat(out.isValid(1)).isFalse();
        assertThat(dataSource.status().phase()).isEqualTo(Phase.CLOSED);
        assertThat(rig.source.isClosed()).isTrue();
    }

    @Test
    void staysClosed() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.close();

        dataSource.suspend();

        assertThatThrownBy(dataSource::resume)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(count(RotationEvent.Suspended.class)).isZero();
        assertThat(dataSource.status().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void aCloseFreesAResumeThatWaits() throws Exception {
        RotatingDataSource dataSource = rig.start();
        dataSource.suspend();
        rig.source.lose();
        Callers resuming = Callers.start(1, () -> {
            dataSource.resume();
            return null;
        });
        Await.until(() -> dataSource.status().sourceFailure() != null);

        dataSource.close();

        assertThat(resuming.awaitDone()).isLessThan(Duration.ofSeconds(20));
        assertThat(resuming.failures()).singleElement().asString().contains("it was closed");
    }

    @Test
    void keepsAnInterruptForLater() throws Exception {
        RotatingDataSource dataSource = rig.start();
        Thread.currentThread().interrupt();

        dataSource.suspend();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.database.open()).isZero();
        assertThat(rig.source.suspensions()).isEqualTo(1);
    }
}
