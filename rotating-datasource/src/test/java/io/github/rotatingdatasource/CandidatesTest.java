package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the newest login is tried. */
class CandidatesTest {
    private static final Instant LONG_AGO = NOON.minus(Duration.ofHours(1));

    private final List<Credential> unused = new ArrayList<>();
    private final Candidates candidates = new Candidates(RotationPolicy.defaults(), new FakeOrders(), unused::add, 0);

    private void propose(String user, Reason reason, Instant lastRotation) {
        candidates.propose(login(user), new Term(Lease.unknown(), null, null), reason, lastRotation, NOON);
    }

    @Test
    void whatIsPassedOverIsNeverUsed() {
        propose("a", Reason.CHANGE, LONG_AGO);

        propose("b", Reason.CHANGE, LONG_AGO);

        assertThat(unused).containsExactly(login("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "START, PT0S, PT0S",
        "REFUSAL, PT0S, PT0S",
        "DEMAND, PT0S, PT0S",
        "CHANGE, PT1H, PT0.05S",
        "LEASE, PT1H, PT0S",
        "CHANGE, PT2S, PT3S",
        "LEASE, PT2S, PT3S",
        "CHANGE, PT4.98S, PT0.05S",
    })
    void whatIsNotUrgentWaitsForADebounceAndADistance(Reason reason, Duration sinceLast, Duration wait) {
        propose("a", reason, NOON.minus(sinceLast));

        assertThat(candidates.next()).isEqualTo(NOON.plus(wait));
        assertThat(candidates.takeDue(NOON.plus(wait).minusNanos(1))).isNull();
        assertThat(candidates.takeDue(NOON.plus(wait))).isNotNull();
    }

    @Test
    void isTakenOnce() {
        propose("a", Reason.START, LONG_AGO);
        candidates.takeDue(NOON);

        assertThat(candidates.takeDue(NOON)).isNull();
        assertThat(candidates.next()).isEqualTo(Times.NEVER);
    }

    @Test
    void isNotTakenOnceItWasCleared() {
        propose("a", Reason.START, LONG_AGO);

        candidates.clear();

        assertThat(candidates.takeDue(NOON)).isNull();
    }

    @Test
    void aLoginThatFailedDoesNotPushANewerOneAside() {
        propose("a", Reason.START, LONG_AGO);
        Candidate failed = candidates.takeDue(NOON);
        propose("b", Reason.START, LONG_AGO);

        candidates.tryAgain(failed, NOON);

        assertThat(candidates.takeDue(NOON).credential()).isEqualTo(login("b"));
    }

    @ParameterizedTest
    @CsvSource({"1, PT2S", "4, PT2S", "5, PT1S", "6, PT2S"})
    void aNewLoginHasAnArrivalWindow(int refusals, Duration wait) {
        propose("a", Reason.START, LONG_AGO);
        Candidate refused = candidates.takeDue(NOON);
        for (int i = 1; i < refusals; i++) {
            candidates.refused(refused, false);
        }

        assertThat(candidates.refused(refused, false)).isEqualTo(wait);
        assertThat(candidates.mayStillArrive(refused)).isEqualTo(refusals < 5);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT2S", "5, PT16S", "6, PT30S", "60, PT30S"})
    void aLoginThatWorkedBeforeHasNone(int refusals, Duration wait) {
        propose("a", Reason.REFUSAL, LONG_AGO);
        Candidate refused = candidates.takeDue(NOON);
        for (int i = 1; i < refusals; i++) {
            candidates.refused(refused, true);
        }

        assertThat(candidates.refused(refused, true)).isEqualTo(wait);
    }

    @Test
    void refusalsAreForgottenOnceALoginWasAccepted() {
        propose("a", Reason.CHANGE, LONG_AGO);
        candidates.refused(candidates.takeDue(NOON.plusSeconds(1)), false);

        candidates.accepted();
        propose("a", Reason.CHANGE, LONG_AGO);

        assertThat(candidates.takeDue(NOON.plusSeconds(1)).refusals()).isZero();
    }
}
