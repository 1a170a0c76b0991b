package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rotatingdatasource.source.Exchange.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Request GET = new Request("GET", "/v1/x", Map.of(), null);

    private final FakeExchange exchange = new FakeExchange();
    private final ManualClock clock = new ManualClock(NOON);
    private final Attempts attempts = attempts(3);

    private Attempts attempts(int most) {
        Attempts.Settings settings = new Attempts.Settings(Duration.ofSeconds(5), most, Duration.ofSeconds(65));
        return new Attempts(
                exchange,
                settings,
                clock,
                clock,
                () -> Duration.between(NOON, clock.instant()).toNanos());
    }

    private static Duration[] millis(long... lengths) {
        return java.util.Arrays.stream(lengths).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private ExchangeFailed failure(boolean mints) {
        return catchThrowableOfType(ExchangeFailed.class, () -> attempts.ask(GET, mints));
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 429, 500, 502, 503, 504})
    void asksAgainAfterWhatMayPass(int status) throws Exception {
        exchange.reply(status, "").reply(status, "").reply(200, "");

        assertThat(attempts.ask(GET, false).status()).isEqualTo(200);
        assertThat(clock.pauses()).containsExactly(millis(100, 200));
        assertThat(exchange.limits).containsOnly(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 302, 307, 400, 401, 403, 404, 405, 472, 473, 501})
    void takesEveryOtherReplyAsTheAnswer(int status) throws Exception {
        exchange.reply(status, "");

        assertThat(attempts.ask(GET, false).status()).isEqualTo(status);
        assertThat(clock.pauses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksAgainWithoutAReplyIfNothingIsMinted(boolean wasSent) throws Exception {
        exchange.fail(wasSent).fail(wasSent).reply(200, "");

        assertThat(attempts.ask(GET, false).status()).isEqualTo(200);
        assertThat(exchange.requests).hasSize(3);
    }

    @Test
    void givesUpAfterTheLastAttempt() throws Exception {
        exchange.fail(true).fail(true).fail(true);
        assertThat(failure(false)).hasMessage("no answer");
        assertThat(exchange.requests).hasSize(3);

        exchange.reply(503, "").reply(503, "").reply(503, "");
        assertThat(attempts.ask(GET, false).status()).isEqualTo(503);
        assertThat(clock.pauses()).as("no pause after the last one").hasSize(4);
    }

    @Test
    void doublesThePauseUpToTwoSeconds() {
        for (int i = 0; i < 8; i++) {
            exchange.fail(true);
        }

        assertThatThrownBy(() -> attempts(8).ask(GET, false)).isInstanceOf(ExchangeFailed.class);

        assertThat(clock.pauses()).containsExactly(millis(100, 200, 400, 800, 1600, 2000, 2000));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100",
        "1, 1000",
        "2, 2000",
        "nonsense, 100",
        "'Sun, 01 Mar 2026 12:00:02 GMT', 2000",
        "'Sun, 01 Mar 2026 11:00:00 GMT', 100"
    })
    void waitsForAsLongAsTheServerWantsIfThatIsShort(String retryAfter, long pause) throws Exception {
        exchange.retryAfter(503, retryAfter).reply(200, "");

        assertThat(attempts.ask(GET, false).status()).isEqualTo(200);
        assertThat(clock.pauses()).containsExactly(millis(pause));
    }

    @ParameterizedTest
    @CsvSource({"3, false", "3600, false", "'Sun, 01 Mar 2026 12:00:03 GMT', false", "3, true"})
    void leavesALongWaitToWhoAsks(String retryAfter, boolean mints) throws Exception {
        exchange.retryAfter(429, retryAfter);

        assertThat(attempts.ask(GET, mints).status()).isEqualTo(429);
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void neverAsksAgainForALoginThatMayHaveBeenMade() {
        exchange.fail(true);

        assertThat(failure(true)).hasMessage("no answer");
        assertThat(exchange.requests).hasSize(1);
        assertThat(exchange.limits).containsExactly(Duration.ofSeconds(65));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 412, 500, 502, 504})
    void neverAsksAgainForALoginAfterAReplyThatMayHideOne(int status) throws Exception {
        exchange.reply(status, "");

        assertThat(attempts.ask(GET, true).status()).isEqualTo(status);
    }

    @Test
    void asksAgainForALoginIfNoneWasMade() throws Exception {
        exchange.fail(false).reply(429, "").reply(200, "");
        assertThat(attempts.ask(GET, true).status()).isEqualTo(200);

        exchange.reply(503, "").fail(true);
        assertThat(failure(true)).hasMessage("no answer");
        assertThat(exchange.requests).hasSize(5);
    }

    @Test
    void mintsForNoLongerThanItsTimeoutAndHalfAMinute() {
        for (int i = 0; i < 3; i++) {
            exchange.then(() -> {
                Duration limit = exchange.limits.get(exchange.limits.size() - 1);
                clock.set(clock.instant().plus(limit));
                throw new ExchangeFailed("no connection", false);
            });
        }

        assertThat(failure(true)).hasMessage("no connection");
        assertThat(exchange.limits).containsExactly(millis(65_000, 29_900));
        assertThat(Duration.between(NOON, clock.instant())).isEqualTo(Duration.ofSeconds(95));
    }

    @Test
    void stopsWhenInterruptedInAPause() {
        exchange.fail(true).reply(200, "");
        clock.inPause(() -> {
            throw new InterruptedException();
        });

        assertThat(failure(false)).hasMessage("the thread was interrupted before it asked again");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void stopsWhenInterruptedInAnExchange() {
        exchange.then(() -> {
            Thread.currentThread().interrupt();
            throw new ExchangeFailed("interrupted", true);
        });

        assertThat(failure(false)).hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void asksOnceIfThatIsWanted() throws Exception {
        exchange.reply(503, "");

        assertThat(attempts.once(GET).status()).isEqualTo(503);
    }

    @Test
    void closesTheExchange() {
        attempts.close();

        assertThat(exchange.isClosed).isTrue();
    }

    @Test
    void refusesSettingsThatAskNothing() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attempts.Settings(second, 0, second))
                .withMessage("attempts must be 1 at least, but are 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attempts.Settings(Duration.ZERO, 1, second))
                .withMessage("timeouts must be 1 ms at least, but are PT0S and PT1S");
        assertThatIllegalArgumentException().isThrownBy(() -> new Attempts.Settings(second, 1, Duration.ZERO));
        assertThat(Attempts.Settings.defaults())
                .isEqualTo(new Attempts.Settings(Duration.ofSeconds(5), 3, Duration.ofSeconds(65)));
    }
}
