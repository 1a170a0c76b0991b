package io.github.rotatingdatasource.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.rotatingdatasource.CredentialsUnavailableException;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import java.time.Duration;

/** What several drills ask for. */
final class Expect {
    static final Duration AT_ONCE = Duration.ofMillis(100);

    private Expect() {}

    /** Served again at once, at the price of what was running. */
    static void healed(Measured measured) {
        servedAtOnce(measured);
        assertThat(measured.mostOfOneWorker()).as("%s", measured).isLessThanOrEqualTo(1);
    }

    /**
     * The same of sessions that were killed. A server ends them one by one: while it is busy, a worker may get a second one just
     * before that ends too, so what holds of each time is that a session takes at most one statement with it.
     */
    static void healedFromKills(Measured measured) {
        servedAtOnce(measured);
        assertThat(measured.failedStatements()).as("%s", measured).isLessThanOrEqualTo(Drill.POOL);
    }

    private static void servedAtOnce(Measured measured) {
        assertThat(measured.isServed()).as("%s", measured).isTrue();
        assertThat(measured.standstill()).as("%s", measured).isLessThanOrEqualTo(AT_ONCE);
        assertThat(measured.failedCheckouts()).as("%s", measured).isZero();
    }

    /** Not one caller noticed anything. */
    static void unnoticed(Measured measured) {
        assertThat(measured.isServed()).as("%s", measured).isTrue();
        assertThat(measured.failedStatements()).as("%s", measured).isZero();
        assertThat(measured.failedCheckouts()).as("%s", measured).isZero();
    }

    /** Whatever happened was no business of the supply: it rotated nothing, suspected nothing, and asked for nothing. */
    static void noRotation(Drill drill) {
        assertThat(drill.events)
                .isNotEmpty()
                .allMatch(event -> event instanceof RotationEvent.Rotated rotated && rotated.generation() == 1);
        assertThat(drill.status().sourceFailure()).isNull();
        assertThat(drill.status().generation()).isEqualTo(1);
        assertThat(drill.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    /** Everybody fails, fast, and with the typed exception; nobody logs in. */
    static void failsFast(Measured dry) {
        assertThat(dry.isServed()).as("%s", dry).isFalse();
        assertThat(dry.failedCheckouts()).as("%s", dry).isGreaterThan(Drill.POOL);
        assertThat(dry.failureP99()).as("%s", dry).isLessThan(Duration.ofMillis(10));
        assertThat(dry.refused()).as("%s", dry).isZero();
        assertThat(dry.accepted()).as("%s", dry).isZero();
        typed(dry);
    }

    /** Checkouts failed, and all of them with the typed exception. */
    static void typed(Measured measured) {
        assertThat(measured.kinds().keySet().stream().filter(kind -> kind.startsWith(Stage.CHECKOUT.name())))
                .containsExactly("CHECKOUT " + CredentialsUnavailableException.class.getSimpleName() + " 28000");
    }
}
