package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be set, and that a setting changes itself and nothing else. */
class RotationPolicyChecksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    private final RotationPolicy policy = RotationPolicy.defaults();

    private static Arguments change(String name, Object to, UnaryOperator<RotationPolicy> change) {
        return Arguments.of(name, to, change);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("rotationPoint", 0.5, it -> it.withRotationPoint(0.5, 0.2)),
                change("jitter", 0.1, it -> it.withRotationPoint(0.75, 0.1)),
                change("margin", SECOND, it -> it.withMargin(SECOND)),
                change("headroom", 1, it -> it.withHeadroom(1)),
                change("stallLimit", SECOND, it -> it.withStallLimit(SECOND)),
                change("drainLimit", SECOND, it -> it.withDrainLimit(SECOND)),
                change("pollLimit", SECOND, it -> it.withPoll(SECOND, it.debounce())),
                change("debounce", SECOND, it -> it.withPoll(it.pollLimit(), SECOND)),
                change("distance", SECOND, it -> it.withDistance(SECOND)),
                change("firstRetry", SECOND, it -> it.withRetries(SECOND, it.retryLimit())),
                change("retryLimit", SECOND, it -> it.withRetries(it.firstRetry(), SECOND)),
                change("arrivalTrials", 1, it -> it.withArrival(1, it.arrivalWindow())),
                change("arrivalWindow", SECOND, it -> it.withArrival(it.arrivalTrials(), SECOND)),
                change("grace", SECOND, it -> it.withGrace(SECOND)),
                change("halfOpenWait", SECOND.multipliedBy(2), it -> it.withHalfOpenWait(SECOND.multipliedBy(2))),
                change("startLimit", SECOND, it -> it.withStartLimit(SECOND)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void eachSettingCanBeChangedAndChangesNothingElse(String name, Object to, UnaryOperator<RotationPolicy> change) {
        RotationPolicy changed = change.apply(policy);

        assertThat(changed).hasFieldOrPropertyWithValue(name, to);
        assertThat(changed).usingRecursiveComparison().ignoringFields(name).isEqualTo(policy);
        assertThat(changed).isNotEqualTo(policy);
    }

    private static Arguments refused(String message, UnaryOperator<RotationPolicy> change) {
        return Arguments.of(message, change);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("rotationPoint must be from 0.1 to 0.95, but is 0.09", it -> it.withRotationPoint(0.09, 0)),
                refused("rotationPoint must be from 0.1 to 0.95, but is 0.96", it -> it.withRotationPoint(0.96, 0)),
                refused(
                        "rotationPoint must be from 0.1 to 0.95, but is NaN",
                        it -> it.withRotationPoint(Double.NaN, 0)),
                refused("jitter must be from 0.0 to 0.5, but is -0.1", it -> it.withRotationPoint(0.75, -0.1)),
                refused("jitter must be from 0.0 to 0.5, but is 0.6", it -> it.withRotationPoint(0.75, 0.6)),
                refused("margin must be at least PT0S, but is PT-0.001S", it -> it.withMargin(NEGATIVE)),
                refused("stallLimit must be at least PT0.001S, but is PT0S", it -> it.withStallLimit(Duration.ZERO)),
                refused("drainLimit must be at least PT0S, but is PT-0.001S", it -> it.withDrainLimit(NEGATIVE)),
                refused(
                        "pollLimit must be at least PT0.1S, but is PT0.099S",
                        it -> it.withPoll(Duration.ofMillis(99), it.debounce())),
                refused("debounce must be at least PT0S, but is PT-0.001S", it -> it.withPoll(SECOND, NEGATIVE)),
                refused("distance must be at least PT0S, but is PT-0.001S", it -> it.withDistance(NEGATIVE)),
                refused(
                        "firstRetry must be at least PT0.05S, but is PT0.049S",
                        it -> it.withRetries(Duration.ofMillis(49), SECOND)),
                refused(
                        "retryLimit must be at least PT1S, but is PT0.999S",
                        it -> it.withRetries(SECOND, Duration.ofMillis(999))),
                refused(
                        "arrivalWindow must be at least PT0S, but is PT-0.001S",
                        it -> it.withArrival(it.arrivalTrials(), NEGATIVE)),
                refused("grace must be at least PT0S, but is PT-0.001S", it -> it.withGrace(NEGATIVE)),
                refused(
                        "halfOpenWait must be at least PT0.05S, but is PT0.049S",
                        it -> it.withHalfOpenWait(Duration.ofMillis(49))),
                refused("startLimit must be at least PT0.001S, but is PT0S", it -> it.withStartLimit(Duration.ZERO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsRefusedWithItsNameItsRangeAndItsValue(String message, UnaryOperator<RotationPolicy> mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.apply(policy))
                .withMessage(message);
    }

    static Stream<Arguments> wrongCounts() {
        return Stream.of(
                refused("headroom", it -> it.withHeadroom(0)),
                refused("headroom", it -> it.withHeadroom(-1)),
                refused("arrivalTrials", it -> it.withArrival(0, SECOND)),
                refused("arrivalTrials", it -> it.withArrival(101, SECOND)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongCounts")
    void aWrongCountIsRefusedWithItsName(String name, UnaryOperator<RotationPolicy> mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.apply(policy))
                .withMessageStartingWith(name + " must be from ");
    }

    @Test
    void aDurationThatIsMissingIsRefusedWithItsName() {
        assertThatNullPointerException()
                .isThrownBy(() -> policy.withDrainLimit(null))
                .withMessage("drainLimit");
        assertThat(policy.withMargin(null)).isEqualTo(policy);
    }
}
