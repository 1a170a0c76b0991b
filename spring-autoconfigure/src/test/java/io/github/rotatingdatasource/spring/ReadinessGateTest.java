package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
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

    @BeforeEach
    void listen() {
        context.addApplicationListener(event -> {
            if (event instanceof AvailabilityChangeEvent<?> change) {
                published.add(change.getState());
            }
        });
        context.refresh();
        gate.afterSingletonsInstantiated();
    }

    @Test
    void refusesTrafficWhileThereIsNoLogin() {
        gate.onEvent("main", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).containsExactly(ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void saysNothingOfAnOrdinaryRotation() {
        gate.onEvent("main", SERVING);
        gate.onEvent("main", new RotationEvent.SourceFailed("gone"));

        assertThat(published).isEmpty();
    }

    @Test
    void waitsForAllDataSources() {
        gate.onEvent("main", DRY);
        gate.onEvent("reports", DRY);
        gate.onEvent("main", SERVING);

        assertThat(published).doesNotContain(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void doesNotAcceptWhatTheShutdownRefuses() {
        gate.onEvent("main", DRY);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        gate.onEvent("main", SERVING);

        assertThat(published).doesNotContain(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void refusesAgainWhatTheStartAccepts() {
        gate.onEvent("main", DRY);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);

        assertThat(published.get(published.size() - 1)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
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
                    ApplicationAvailabilityBean availability = application.getBean(ApplicationAvailabilityBean.class);
                    StubDriver.endSessionsAndRefuse(application.getBean(RotatingDataSource.class));

                    Awaitility.await().until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
                    assertThat(availability.getLastChangeEvent(LivenessState.class))
                            .isNull();
                    StubDriver.accept();

                    Awaitility.await()
                            .until(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
                });
    }
}
