package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two clocks that disagree. */
class ClocksTest {
    private Instant wall = NOON;
    private long nanos = -5_000_000_000L;
    private final Clocks clocks = new Clocks(() -> wall, () -> nanos);

    private void pass(Duration onTheWall, Duration monotonic) {
        wall = wall.plus(onTheWall);
        nanos += monotonic.toNanos();
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, PT10S, PT10S",
        "PT1H, PT10S, PT1H", // the wall clock was stepped forward
        "PT-1H, PT10S, PT10S", // or back
        "PT1H, PT0S, PT1H", // the machine was suspended
        "PT0S, PT10S, PT10S", // the wall clock stands still
        "PT-1H, PT0S, PT0S",
        "PT-1H, PT-1S, PT0S", // neither may go back
        "PT9.9S, PT10S, PT10S",
    })
    void asMuchTimePassesAsTheFasterClockSays(Duration onTheWall, Duration monotonic, Duration passed) {
        pass(onTheWall, monotonic);

        assertThat(clocks.now()).isEqualTo(NOON.plus(passed));
    }

    @Test
    void goesOnAfterAStepBack() {
        pass(Duration.ofHours(-1), Duration.ofSeconds(1));
        clocks.now();

        pass(Duration.ofSeconds(10), Duration.ofSeconds(10));

        assertThat(clocks.now()).isEqualTo(NOON.plusSeconds(11));
    }

    @Test
    void neverGoesBackWhateverTheClocksDo() {
        Instant before = clocks.now();
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(i % 7 * 100 - 300), Duration.ofMillis(i % 3));
            Instant now = clocks.now();
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
    }

    @Test
    void doesNotOverflowWhenTheMonotonicClockDoes() {
        nanos = Long.MAX_VALUE - 1;
        clocks.now();
        Instant before = clocks.now();

        nanos += 10;

        assertThat(clocks.now()).isEqualTo(before.plusNanos(10));
    }

    @ParameterizedTest
    @CsvSource({"PT-10M, PT-10M", "PT0S, PT0S", "PT1S, PT0S", "PT240000H, PT0S"})
    void anEventIsAsLongAgoAsTheWallClockSaysAndNeverInTheFuture(Duration ago, Duration expected) {
        assertThat(clocks.timeOf(NOON.plus(ago))).isEqualTo(NOON.plus(expected));
    }

    @Test
    void anUnknownEventHappensNow() {
        pass(Duration.ofSeconds(3), Duration.ofSeconds(3));

        assertThat(clocks.timeOf(null)).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void anEventIsAsLongAgoWhenTheWallClockWasSteppedBefore() {
        pass(Duration.ofHours(-1), Duration.ofSeconds(10));
        clocks.now();

        assertThat(clocks.timeOf(wall.minusSeconds(60))).isEqualTo(NOON.plusSeconds(10 - 60));
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, PT10S, PT59M50S",
        "PT1H, PT0S, PT1H",
        "PT11S, PT10S, PT0S", // as clocks are kept right
        "PT11.001S, PT10S, PT1.001S",
        "PT10S, PT10S, PT0S",
        "PT-1H, PT10S, PT0S",
        "PT10S, PT1H, PT0S",
    })
    void tellsHowMuchFurtherTheWallClockWent(Duration onTheWall, Duration monotonic, Duration jump) {
        pass(onTheWall, monotonic);
        clocks.now();

        assertThat(clocks.takeJump()).isEqualTo(jump);
    }

    @Test
    void tellsOfAJumpOnceWithAllThatCameBefore() {
        pass(Duration.ofMinutes(1), Duration.ZERO);
        clocks.now();
        pass(Duration.ofMinutes(2), Duration.ZERO);
        clocks.now();

        assertThat(clocks.takeJump()).isEqualTo(Duration.ofMinutes(3));
        assertThat(clocks.takeJump()).isZero();
    }

    @Test
    void theRealClocksTellTheTime() {
        assertThat(Duration.between(new Clocks().now(), Instant.now())).isLessThan(Duration.ofMinutes(1));
    }
}
