package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one reader of a source, whatever the source does. */
@Timeout(60)
class SupplyTest {
    private static String answer(CredentialSource source) throws Exception {
        return read(new Supply(source)).get(30, TimeUnit.SECONDS);
    }

    /** Reads, and answers with the user or with the reason why there is none. */
    private static CompletableFuture<String> read(Supply supply) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        supply.read(credential -> answer.complete(credential.username()), (reason, rest) -> answer.complete(reason));
        return answer;
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack is full, as this test wants it
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void aReadThatIsBrokenOffFailsAndTheNextOneRuns() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        Supply supply = new Supply(() -> {
            if (reads.getAndIncrement() == 0) {
                reading.countDown();
                new CountDownLatch(1).await();
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return login("b");
        });
        CompletableFuture<String> first = read(supply);
        reading.await();

        supply.breakOff();

        assertThat(first.get(30, TimeUnit.SECONDS)).contains("InterruptedException");
        assertThat(read(supply).get(30, TimeUnit.SECONDS)).isEqualTo("b");
        supply.breakOff(); // of which there is nothing to break off
    }

    @Test
    void answersWithWhatTheSourceGives() throws Exception {
        assertThat(answer(() -> login("a"))).isEqualTo("a");
    }

    @Test
    void answersThatTheSourceSaysWhatIsMissing() throws Exception {
        assertThat(answer(() -> {
                    throw new CredentialUnavailable("file not found");
                }))
                .isEqualTo("file not found");
    }

    @Test
    void answersWhenTheSourceHasABug() throws Exception {
        assertThat(answer(() -> {
                    throw new IllegalStateException("boom");
                }))
                .isEqualTo("the source failed with java.lang.IllegalStateException: boom");
    }

    @Test
    void answersWhenTheSourceOverflowsItsStack() throws Exception {
        assertThat(answer(() -> login("a" + recurse(0)))).contains("StackOverflowError");
    }

    @Test
    void answersWhenTheSourceNeedsTooMuchMemory() throws Exception {
        assertThat(answer(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .contains("OutOfMemoryError");
    }

    @Test
    void answersWhenTheSourceReturnsNothing() throws Exception {
        assertThat(answer(() -> null)).contains("must return a credential, but returned null");
    }

    @Test
    void answersWhenTheSourceIsInterrupted() throws Exception {
        assertThat(answer(() -> {
                    throw new InterruptedException();
                }))
                .contains("InterruptedException");
    }

    @Test
    void readsAgainAfterEachOfThese() throws Exception {
        List<Throwable> failures =
                new ArrayList<>(List.of(new StackOverflowError(), new IllegalStateException("boom")));
        Supply supply = new Supply(() -> failures.isEmpty() ? login("a") : CheckedThrow.of(failures.remove(0)));

        assertThat(read(supply).get()).contains("StackOverflowError");
        assertThat(read(supply).get()).contains("boom");
        assertThat(read(supply).get()).isEqualTo("a");
    }

    /** Throws anything where a value is asked for. */
    private static final class CheckedThrow {
        static Credential of(Throwable failure) throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }

    @Test
    void runsTheSourceAsForeignCode() throws Exception {
        assertThat(answer(() -> login("foreign-" + Workers.runsForeignCode()))).isEqualTo("foreign-true");
        assertThat(Workers.runsForeignCode()).isFalse();
    }

    @Test
    void readsOnceAtATime() throws Exception {
        Slow source = new Slow();
        Supply supply = new Supply(source);
        CompletableFuture<String> first = read(supply);
        source.began.await();
        CompletableFuture<String> second = read(supply);
        assertThat(second).isNotDone();

        source.mayEnd.countDown();

        assertThat(first.get()).isEqualTo("1");
        assertThat(second.get()).isEqualTo("2");
    }

    /** A source whose reads end when the test says so. */
    private static final class Slow implements CredentialSource {
        final CountDownLatch began = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final CompletableFuture<Integer> closedAfter = new CompletableFuture<>();
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Credential read() throws InterruptedException {
            began.countDown();
            mayEnd.await();
            return login(String.valueOf(reads.incrementAndGet()));
        }

        @Override
        public void close() {
            closedAfter.complete(reads.get());
        }
    }

    @Test
    void aSourceThatFailsToHearNewsIsReadAllTheSame() throws Exception {
        Supply supply = new Supply(new Deaf());

        supply.refused(login("a"));
        supply.retired(login("a"));

        assertThat(read(supply).get()).isEqualTo("a");
        supply.close(List.of());
    }

    /** A source that throws when it is told something. */
    private static final class Deaf implements CredentialSource {
        @Override
        public Credential read() {
            return login("a");
        }

        @Override
        public void refused(Credential credential) {
            throw new StackOverflowError();
        }

        @Override
        public void retired(Credential credential) {
            throw new IllegalStateException("boom");
        }

        @Override
        public void close() {
            throw new UncheckedFailure();
        }
    }

    private static final class UncheckedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
