package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.rotatingdatasource.AuthFailureClassifier;
import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.RotationPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Beans of the application that say how to rotate are used. */
class UserBeansTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"));
    }

    @Test
    void aPolicyComesBeforeTheKeys() {
        StubDriver.refuseWith("28P01");

        app.withBean(RotationPolicy.class, () -> RotationPolicy.defaults().withArrival(2, Duration.ZERO))
                .withPropertyValues("rotating-datasource.policy.arrival-trials=50")
                .run(context -> assertThat(context).hasFailed());

        assertThat(StubDriver.USERS).hasSize(2);
    }

    @Test
    void allListenersAreTold() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        app.withBean("one", RotationListener.class, () -> (name, event) -> told.add("one " + name + kind(event)))
                .withBean("two", RotationListener.class, () -> (name, event) -> told.add("two " + name + kind(event)))
                .run(context -> Awaitility.await()
                        .untilAsserted(() -> assertThat(told)
                                .contains("one rotating-datasource Rotated", "two rotating-datasource Rotated")));
    }

    private static String kind(RotationEvent event) {
        return " " + event.getClass().getSimpleName();
    }

    @Test
    void aBreakerOfTheDataSourcesNameIsMoved() {
        CircuitBreaker ours = CircuitBreaker.ofDefaults("rotating-datasource");
        app.withBean("ours", CircuitBreaker.class, () -> ours)
                .withBean("other", CircuitBreaker.class, () -> CircuitBreaker.ofDefaults("payments"))
                .run(context -> assertThat(breaker(context)).isSameAs(ours));
    }

    @Test
    void aBreakerOfAnotherNameIsLeftAlone() {
        app.withBean(CircuitBreaker.class, () -> CircuitBreaker.ofDefaults("payments"))
                .run(context -> assertThat(breaker(context).getName()).isEqualTo("rotating-datasource"));
    }

    @Test
    void aRegistryMakesTheBreaker() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
        app.withBean(CircuitBreakerRegistry.class, () -> registry)
                .run(context -> assertThat(registry.getAllCircuitBreakers()).containsExactly(breaker(context)));
    }

    private static CircuitBreaker breaker(org.springframework.beans.factory.BeanFactory context) {
        return context.getBean(RotatingDataSource.class).circuitBreaker();
    }

    @Test
    void allClassifiersAreAskedInTurn() {
        AtomicInteger asked = new AtomicInteger();
        StubDriver.refuseWith("99999");

        app.withBean("first", AuthFailureClassifier.class, () -> failure -> count(asked))
                .withBean("second", AuthFailureClassifier.class, () -> failure -> LoginFailure.REFUSED)
                .withPropertyValues(
                        "rotating-datasource.policy.arrival-trials=1", "rotating-datasource.policy.arrival-window=0s")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().isInstanceOf(SQLException.class));

        assertThat(asked).hasPositiveValue();
        assertThat(StubDriver.USERS).hasSize(1); // refused for good, so it was not tried again
    }

    private static LoginFailure count(AtomicInteger asked) {
        asked.incrementAndGet();
        return LoginFailure.UNKNOWN;
    }
}
