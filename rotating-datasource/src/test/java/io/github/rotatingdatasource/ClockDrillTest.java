package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock is stepped, or the machine suspended, in the middle of a lease: rotation is early or on time, never late. */
class ClockDrillTest {
    private static final Duration LEASE = Duration.ofHours(2);
    private static final Duration DUE = Duration.ofMinutes(90);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RotatorRig rig = RotatorRig.minting();
    private Instant wall = NOON;
    private long nanos = Long.MAX_VALUE - Duration.ofHours(1).toNanos(); // it overflows on the way
    private final Clocks clocks = new Clocks(() -> wall, () -> nanos);
    private Duration really = Duration.ZERO;

    @ParameterizedTest
    @CsvSource({
        "PT1M, PT1H", // as soon as it has begun
        "PT30M, PT1H",
        "PT89M, PT1H",
        "PT1M, PT-1H",
        "PT30M, PT-1H",
        "PT89M, PT-1H",
    })
    void aSteppedClockMakesNothingLate(Duration at, Duration step) {
        serve();
        passTo(at);
        wall = wall.plus(step);

        assertThat(untilAsked()).isLessThanOrEqualTo(DUE);
    }

    @Test
    void aClockThatIsSteppedBackTwiceMakesNothingLate() {
        serve();
        passTo(Duration.ofMinutes(20));
        wall = wall.minus(Duration.ofHours(1));
        passTo(Duration.ofMinutes(40));
        wall = wall.minus(Duration.ofHours(1));

        assertThat(untilAsked()).isEqualTo(DUE);
    }

    /** Linux stops the monotonic clock in the meantime; other systems do not. */
    @ParameterizedTest
    @CsvSource({"PT0S", "PT1H"})
    void whatBecameDueInAnHoursSleepIsDoneOnWakingUp(Duration monotonic) {
        serve();
        passTo(Duration.ofMinutes(45));
        Duration asleep = Duration.ofHours(1);
        wall = wall.plus(asleep);
        nanos += monotonic.toNanos();
        really = really.plus(asleep);

        assertThat(untilAsked()).isEqualTo(Duration.ofMinutes(45).plus(asleep));
    }

    private void serve() {
        rig.give(login("a", Lease.firm(NOON, LEASE)));
        rig.accept();
    }

    private void passTo(Duration time) {
        while (really.compareTo(time) < 0) {
            passAMinute();
        }
    }

    private void passAMinute() {
        wall = wall.plus(MINUTE);
        nanos += MINUTE.toNanos();
        really = really.plus(MINUTE);
        turn();
    }

    private void turn() {
        rig.now = clocks.now();
        rig.step();
    }

    /** Returns how old the lease really is when the source is asked for the next one. */
    private Duration untilAsked() {
        turn();
        while (rig.orders.reads == 1 && really.compareTo(LEASE) < 0) {
            passAMinute();
        }
        assertThat(rig.orders.reads).isEqualTo(2);
        return really;
    }
}
