package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which breaker is moved, on which thread, and that nothing in it can end or hold up anything. */
@Timeout(60)
class BreakerThreadsTest {
    private static final Duration TOOK = Duration.ofMillis(12);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SQLException refused = new SQLException("refused", "28P01");
    private final CircuitBreaker given = CircuitBreaker.ofDefaults("orders");

    static Stream<Arguments> calls() {
        return Stream.of(
                call("succeeded", it -> it.succeeded(TOOK)),
                call("failed", it -> it.failed(TOOK, null)),
                call("open", it -> it.open(WAIT)),
                call("close", it -> it.close()));
    }

    private static Arguments call(String name, Consumer<Breaker> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void returnsAtOnceThoughAConsumerNeverDoes(String name, Consumer<Breaker> call) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        given.getEventPublisher().onSuccess(event -> {
            called.countDown();
            awaitQuietly(never);
        });
        Breaker breaker = Breaker.of(given);
        breaker.succeeded(TOOK);
        called.await();

        call.accept(breaker);

        never.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void resultsThatNobodyTakesDoNotPileUpButMovesDo() {
        List<Runnable> stuck = new ArrayList<>();
        Breaker breaker = new Breaker(given, stuck::add);

        IntStream.range(0, 5_000).forEach(i -> breaker.succeeded(TOOK));
        breaker.open(WAIT);
        assertThat(stuck).hasSize(1_001);
        List.copyOf(stuck).forEach(Runnable::run);
        breaker.succeeded(TOOK);

        assertThat(given.getState()).isEqualTo(State.OPEN);
        assertThat(stuck).hasSize(1_002);
    }

    @Test
    void aConsumerRunsAsForeignCode() throws Exception {
        CompletableFuture<Boolean> foreign = new CompletableFuture<>();
        given.getEventPublisher().onEvent(event -> foreign.complete(Workers.runsForeignCode()));

        Breaker.of(given).succeeded(TOOK);

        assertThat(foreign.get()).isTrue();
    }

    @Test
    void goesOnThoughTheBreakersOwnCodeThrows() {
        CircuitBreaker faulty = CircuitBreaker.of(
                "orders",
                CircuitBreakerConfig.custom()
                        .recordException(e -> {
                            throw new NoClassDefFoundError("a predicate");
                        })
                        .build());
        Breaker guarded = new Breaker(faulty, Runnable::run);

        try (LogLines log = new LogLines()) {
            guarded.failed(TOOK, refused);
            guarded.open(WAIT);

            assertThat(log.complaints()).containsExactly("WARN a circuit breaker failed");
        }
        assertThat(faulty.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void theStandardOneIsNeverOpenedByItsThresholds() {
        Breaker standard = new Breaker(Breaker.standard("orders").circuitBreaker(), Runnable::run);

        IntStream.range(0, 10_000).forEach(i -> standard.failed(Duration.ofMinutes(5), refused));

        CircuitBreaker inside = standard.circuitBreaker();
        assertThat(inside.getState()).isEqualTo(State.CLOSED);
        assertThat(inside.getName()).isEqualTo("orders");
        assertThat(inside.getMetrics().getNumberOfFailedCalls()).isPositive();
    }

    @Test
    void theStandardOneOpensWhenThereIsNoLogin() {
        Breaker standard = Breaker.standard("orders");

        standard.open(WAIT);

        Await.until(() -> standard.circuitBreaker().getState() == State.OPEN);
    }

    @Test
    void oneOfARegistryIsThatOfTheName() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();

        Breaker registered = Breaker.of(registry, "orders");

        assertThat(registered.circuitBreaker()).isSameAs(registry.circuitBreaker("orders"));
    }

    @Test
    void oneThatIsGivenIsTheOneThatIsUsed() {
        assertThat(Breaker.of(given).circuitBreaker()).isSameAs(given);
    }
}
