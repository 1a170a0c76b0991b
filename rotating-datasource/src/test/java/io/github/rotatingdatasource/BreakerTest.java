package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The breaker follows what the supply says, whatever its own thresholds would have it do. */
@Timeout(60)
class BreakerTest {
    private static final Duration TOOK = Duration.ofMillis(12);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SQLException refused = new SQLException("refused", "28P01");

    /** One failure opens it, one success while it is half open closes it. */
    private final CircuitBreaker jumpy = CircuitBreaker.of("orders", jumpy().build());

    private final Breaker breaker = new Breaker(jumpy, Runnable::run);
    private final List<String> events = new ArrayList<>();

    private static CircuitBreakerConfig.Builder jumpy() {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
                .permittedNumberOfCallsInHalfOpenState(1);
    }

    BreakerTest() {
        jumpy.getEventPublisher().onEvent(event -> events.add(shown(event)));
    }

    private static String shown(CircuitBreakerEvent event) {
        if (event instanceof CircuitBreakerOnStateTransitionEvent moved) {
            return moved.getStateTransition().getFromState() + " to "
                    + moved.getStateTransition().getToState();
        }
        return event.getEventType().toString();
    }

    private State state() {
        return jumpy.getState();
    }

    @Test
    void aResultIsRecorded() {
        breaker.succeeded(TOOK);

        assertThat(jumpy.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(events).containsExactly("SUCCESS");
    }

    @Test
    void aFailureIsRecordedWithWhatFailedAndHowLongItTook() {
        List<CircuitBreakerOnErrorEvent> errors = new ArrayList<>();
        jumpy.getEventPublisher().onError(errors::add);

        breaker.failed(TOOK, refused);

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.getThrowable()).isSameAs(refused);
            assertThat(error.getElapsedDuration()).isEqualTo(TOOK);
        });
    }

    @Test
    void aFailureThatNobodyExplainedIsRecorded() {
        breaker.failed(TOOK, null);

        assertThat(events).startsWith("ERROR");
    }

    @Test
    void itOpensForTheWaitAndClosesWhenServedAgain() {
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.close();

        assertThat(events).containsExactly("CLOSED to OPEN", "OPEN to HALF_OPEN", "HALF_OPEN to CLOSED");
    }

    @Test
    void itOpensAgainForTheNextWaitWhenATrialFailed() {
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.failed(TOOK, refused);
        breaker.open(WAIT.multipliedBy(2));

        assertThat(events).containsExactly("CLOSED to OPEN", "OPEN to HALF_OPEN", "HALF_OPEN to OPEN", "ERROR");
        assertThat(jumpy.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void aLongerWaitTellsNothingNew() {
        breaker.open(WAIT);
        breaker.open(WAIT.multipliedBy(2));

        assertThat(events).containsExactly("CLOSED to OPEN");
    }

    @Test
    void newsCloseItWithoutATrial() {
        breaker.open(WAIT);
        breaker.close();

        assertThat(events).containsExactly("CLOSED to OPEN", "OPEN to CLOSED");
    }

    @Test
    void servedAgainIsNoNewsForABreakerThatIsClosed() {
        breaker.close();

        assertThat(events).isEmpty();
    }

    @Test
    void aReadThatSucceedsInATrialClosesNothingBeforeTheLoginIsAccepted() {
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.succeeded(TOOK);
        assertThat(state()).isEqualTo(State.HALF_OPEN);

        breaker.failed(TOOK, refused);
        breaker.open(WAIT);

        assertThat(events)
                .containsExactly("CLOSED to OPEN", "OPEN to HALF_OPEN", "HALF_OPEN to OPEN", "SUCCESS", "ERROR");
    }

    @Test
    void theResultsOfATrialCountWhereItEnds() {
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.succeeded(TOOK);
        breaker.close();

        assertThat(events).endsWith("HALF_OPEN to CLOSED", "SUCCESS");
        assertThat(jumpy.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
    }

    @Test
    void aTrialThatFailedBeforeItWentWellLeavesItClosed() {
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.failed(TOOK, refused);
        breaker.close();

        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatItsThresholdsOpenAfterAnOutageTheNextSuccessCloses() {
        breaker.open(WAIT);
        breaker.close();
        breaker.failed(TOOK, refused);
        breaker.succeeded(TOOK);

        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aTrialThatGoesOnForEverKeepsAHundredResults() {
        breaker.open(WAIT);
        breaker.halfOpen();
        IntStream.range(0, 500).forEach(i -> breaker.succeeded(TOOK));

        breaker.close();

        assertThat(events).filteredOn("SUCCESS"::equals).hasSize(100);
    }

    @Test
    void aReadThatSucceedsWhileThereIsNoLoginLeavesItOpen() {
        breaker.open(WAIT);
        breaker.succeeded(TOOK);

        assertThat(events).containsExactly("CLOSED to OPEN", "SUCCESS");
    }

    @Test
    void whatItsThresholdsOpenedTheNextSuccessCloses() {
        breaker.failed(TOOK, refused);
        assertThat(state()).isEqualTo(State.OPEN);

        breaker.succeeded(TOOK);

        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatItsThresholdsOpenedASecondFailureLeavesOpen() {
        breaker.failed(TOOK, refused);
        breaker.failed(TOOK, refused);

        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatWentHalfOpenByItselfTheNextSuccessCloses() {
        breaker.failed(TOOK, refused);
        jumpy.transitionToHalfOpenState();

        breaker.succeeded(TOOK);

        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aSuccessThatIsTooSlowLeavesItClosed() {
        CircuitBreaker given = CircuitBreaker.of(
                "orders", jumpy().slowCallDurationThreshold(TOOK.dividedBy(2)).build());
        Breaker hasty = new Breaker(given, Runnable::run);

        hasty.succeeded(TOOK);
        assertThat(given.getState()).isEqualTo(State.CLOSED);
        hasty.open(WAIT);
        hasty.halfOpen();
        hasty.succeeded(TOOK);
        hasty.close();

        assertThat(given.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aTrialOfNoConsequenceMovesNothing() {
        breaker.halfOpen();

        assertThat(events).isEmpty();
    }

    @Test
    void whoeverClosedItWhileThereIsNoLoginIsCorrectedByTheNextTrial() {
        breaker.open(WAIT);
        jumpy.transitionToClosedState();
        events.clear();

        breaker.halfOpen();

        assertThat(events).containsExactly("CLOSED to OPEN", "OPEN to HALF_OPEN");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FORCED_OPEN", "DISABLED", "METRICS_ONLY"})
    void whatAnOperatorSetsIsLeftAlone(State set) {
        setByOperator(set);

        everything();

        assertThat(state()).isEqualTo(set);
    }

    private void setByOperator(State set) {
        switch (set) {
            case FORCED_OPEN -> jumpy.transitionToForcedOpenState();
            case DISABLED -> jumpy.transitionToDisabledState();
            default -> jumpy.transitionToMetricsOnlyState();
        }
    }

    private void everything() {
        breaker.failed(TOOK, refused);
        breaker.open(WAIT);
        breaker.halfOpen();
        breaker.succeeded(TOOK);
        breaker.close();
        breaker.succeeded(TOOK);
    }

    @Test
    void anOperatorWhoWatchesSeesTheResults() {
        jumpy.transitionToMetricsOnlyState();
        events.clear();

        breaker.succeeded(TOOK);
        breaker.failed(TOOK, refused);

        assertThat(events).contains("SUCCESS", "ERROR");
    }

    @Test
    void itSaysThereIsNoLoginOnceTheOperatorLetsGo() {
        jumpy.transitionToDisabledState();
        breaker.open(WAIT);
        jumpy.transitionToClosedState();

        breaker.open(WAIT);

        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void onlyAnOperatorForbidsATrial() {
        assertThat(breaker.isForbidden()).isFalse();
        breaker.open(WAIT);
        assertThat(breaker.isForbidden()).isFalse();
        jumpy.transitionToForcedOpenState();
        assertThat(breaker.isForbidden()).isTrue();
    }
}
