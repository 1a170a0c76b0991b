package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.availability.ReadinessState.ACCEPTING_TRAFFIC;
import static org.springframework.boot.availability.ReadinessState.REFUSING_TRAFFIC;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

/** Readiness follows the logins where the application asks for it, and never against somebody else's word. */
class ReadinessGateTest {
    private static final RotationEvent DRY = new RotationEvent.Unavailable(Part.LOGIN, "refused");
    private static final RotationEvent SERVING =
            new RotationEvent.Rotated(2, "abc", Lease.unknown(), Reason.REFUSAL, Duration.ZERO, true);

    @TempDir
    private Path directory;

    private final List<Object> published = new CopyOnWriteArrayList<>();
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final ReadinessGate gate = new ReadinessGate(context);
    private Runnable then = () -> {};

    @BeforeEach
    void listen() {
        context.addApplicationListener(event -> {
            if (event instanceof AvailabilityChangeEvent<?> change) {
                published.add(change.getState());
                then.run();
            }
        });
        context.refresh();
        gate.afterSingletonsInstantiated();
    }

    private void start() {
        AvailabilityChangeEvent.publish(context, ACCEPTING_TRAFFIC);
    }

    @Test
    void refusesTrafficWhileThereIsNoLogin() {
        start();
        gate.onEvent("main", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).containsExactly(ACCEPTING_TRAFFIC, REFUSING_TRAFFIC, ACCEPTING_TRAFFIC);
    }

    @Test
    void refusesTrafficWhileADataSourceIsSuspended() {
        start();
        gate.onEvent("main", new RotationEvent.Suspended());
        gate.onEvent("main", SERVING);

        assertThat(published).containsExactly(ACCEPTING_TRAFFIC, REFUSING_TRAFFIC, ACCEPTING_TRAFFIC);
    }

    @Test
    void saysNothingOfAnOrdinaryRotation() {
        start();
        gate.onEvent("main", SERVING);
        gate.onEvent("main", new RotationEvent.SourceFailed("gone"));

        assertThat(published).containsExactly(ACCEPTING_TRAFFIC);
    }

    @Test
    void waitsForAllDataSources() {
        start();
        gate.onEvent("main", DRY);
        gate.onEvent("reports", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).containsExactly(ACCEPTING_TRAFFIC, REFUSING_TRAFFIC);
    }

    @Test
    void doesNotWaitForOneThatIsClosed() {
        start();
        gate.onEvent("reports", DRY);
        gate.onEvent("reports", new RotationEvent.Closed());

        assertThat(last()).isEqualTo(ACCEPTING_TRAFFIC);
    }

    private Object last() {
        return published.get(published.size() - 1);
    }

    @Test
    void doesNotAcceptBeforeTheApplicationHasStarted() {
        gate.onEvent("main", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).doesNotContain(ACCEPTING_TRAFFIC);
    }

    @Test
    void doesNotAcceptWhatTheShutdownRefuses() {
        start();
        gate.onEvent("main", DRY);
        AvailabilityChangeEvent.publish(context, REFUSING_TRAFFIC);
        gate.onEvent("main", SERVING);

        assertThat(last()).isEqualTo(REFUSING_TRAFFIC);
    }

    @Test
    void doesNotAcceptWhatSomebodyElseRefusedBeforeTheOutage() {
        start();
        AvailabilityChangeEvent.publish(context, REFUSING_TRAFFIC);
        gate.onEvent("main", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).containsExactly(ACCEPTING_TRAFFIC, REFUSING_TRAFFIC);
    }

    @Test
    void acceptsWhatSomebodyElseAcceptsAgain() {
        start();
        gate.onEvent("main", DRY);
        AvailabilityChangeEvent.publish(context, REFUSING_TRAFFIC);
        gate.onEvent("main", SERVING);
        start();

        assertThat(last()).isEqualTo(ACCEPTING_TRAFFIC);
    }

    @Test
    void saysNothingWhenTheApplicationIsClosing() {
        start();
        gate.onEvent("main", DRY);
        context.close();
        gate.onEvent("main", new RotationEvent.Closed());

        assertThat(last()).isEqualTo(REFUSING_TRAFFIC);
    }

    @Test
    void refusesAgainWhatTheStartAccepts() {
        gate.onEvent("main", DRY);
        start();

        assertThat(last()).isEqualTo(REFUSING_TRAFFIC);
    }

    @Test
    void refusesAgainIfItAcceptedAMomentBeforeItHeardOfTheShutdown() {
        start();
        gate.onEvent("main", DRY);
        then = () -> {
            then = () -> {};
            gate.onEvent("main", SERVING);
        };
        AvailabilityChangeEvent.publish(context, REFUSING_TRAFFIC);

        assertThat(last()).isEqualTo(REFUSING_TRAFFIC);
    }

    @Test
    void endsWithTheTruthWhateverComesAtOnce() throws Exception {
        start();
        ExecutorService workers = Executors.newFixedThreadPool(3);
        for (String name : List.of("main", "reports", "audit")) {
            workers.execute(() -> IntStream.range(0, 500).forEach(i -> gate.onEvent(name, i % 2 == 0 ? DRY : SERVING)));
        }
        workers.shutdown();

        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(last()).isEqualTo(ACCEPTING_TRAFFIC);
    }

    private ApplicationContextRunner app() {
        return Apps.reading(Apps.file(directory, "app"))
                .withBean(ApplicationAvailabilityBean.class)
                .withPropertyValues(
                        "rotating-datasource.policy.grace=0s", "rotating-datasource.policy.half-open-wait=50ms");
    }

    @Test
    void isOffUnlessAskedFor() {
        app().run(application -> assertThat(application).doesNotHaveBean(ReadinessGate.class));
    }

    @Test
    void followsADataSourceAndLeavesLivenessAlone() {
        app().withPropertyValues("rotating-datasource.health.gate-readiness=true")
                .run(application -> {
                    AvailabilityChangeEvent.publish(application, ACCEPTING_TRAFFIC);
                    ApplicationAvailabilityBean availability = application.getBean(ApplicationAvailabilityBean.class);
                    StubDriver.endSessionsAndRefuse(application.getBean(RotatingDataSource.class));

                    Awaitility.await().until(() -> availability.getReadinessState() == REFUSING_TRAFFIC);
                    assertThat(availability.getLastChangeEvent(LivenessState.class))
                            .isNull();
                    StubDriver.accept();

                    Awaitility.await().until(() -> availability.getReadinessState() == ACCEPTING_TRAFFIC);
                });
    }
}
