package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reader of a source passes on beside logins, and how it ends. */
@Timeout(60)
class SupplyCloseTest {
    /** Reads, and answers with the user or with the reason why there is none. */
    private static CompletableFuture<String> read(Supply supply) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        supply.read(credential -> answer.complete(credential.username()), (reason, rest) -> answer.complete(reason));
        return answer;
    }

    @Test
    void tellsHowLongTheSourceWantsToRest() throws Exception {
        CompletableFuture<Duration> rest = new CompletableFuture<>();
        Supply supply = new Supply(() -> {
            throw new CredentialUnavailable("busy", Duration.ofSeconds(7));
        });

        supply.read(credential -> {}, (reason, wanted) -> rest.complete(wanted));

        assertThat(rest.get(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT30S, PT30S", "PT-1S, PT0S"})
    void hasThePaceOfItsSource(Duration wanted, Duration pace) {
        assertThat(new Supply(new Listed().paced(wanted)).pace()).isEqualTo(pace);
    }

    /** A source that lists what it is told, and hangs in a read until it is interrupted, or longer. */
    private static class Listed implements CredentialSource {
        final List<String> told = new CopyOnWriteArrayList<>();
        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch never = new CountDownLatch(1);
        private Duration pace = Duration.ZERO;
        private boolean heedsInterrupts = true;

        Listed paced(Duration pace) {
            this.pace = pace;
            return this;
        }

        Listed deaf() {
            heedsInterrupts = false;
            return this;
        }

        @Override
        public Credential read() throws Exception {
            reading.countDown();
            while (true) {
                try {
                    never.await();
                    return login("late");
                } catch (InterruptedException e) {
                    if (heedsInterrupts) {
                        throw e;
                    }
                }
            }
        }

        @Override
        public Duration pollInterval() {
            return pace;
        }

        @Override
        public void retired(Credential credential) {
            told.add("retired " + credential.username());
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    @Test
    void breaksOffAReadWhoseTimeWasOverBeforeItsTurn() throws Exception {
        CountDownLatch turn = new CountDownLatch(1);
        Supply supply = new Supply(new Listed() {
            @Override
            public void refused(Credential credential) {
                try {
                    turn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        supply.refused(login("a"));
        CompletableFuture<String> answer = read(supply);
        supply.breakOff();
        turn.countDown();

        assertThat(answer.get(30, TimeUnit.SECONDS)).contains("InterruptedException");
    }

    @Test
    void breaksOffAReadAndWaitsUntilTheSourceIsClosed() throws Exception {
        Listed source = new Listed();
        Supply supply = new Supply(source);
        read(supply);
        source.reading.await();

        supply.close(List.of(login("a"), login("a", Lease.lowerBound(null, Duration.ofHours(1))), login("b")));

        assertThat(source.told).containsExactly("retired a", "retired b", "closed");
    }

    @Test
    void leavesASourceThatHangsToItself() throws Exception {
        Listed source = new Listed().deaf();
        Supply supply = new Supply(source, Duration.ofMillis(50));
        read(supply);
        source.reading.await();

        supply.close(List.of(login("a")));

        assertThat(source.told).isEmpty();
        source.never.countDown();
        Await.until(() -> source.told.size() == 2);
    }

    @Test
    void readsNothingAfterTheClose() {
        AtomicInteger reads = new AtomicInteger();
        Supply supply = new Supply(() -> login("a" + reads.incrementAndGet()));
        supply.close(List.of());

        supply.read(credential -> reads.set(100), (reason, rest) -> reads.set(200));
        supply.close(List.of()); // comes after whatever that read may do

        assertThat(reads).hasValue(0);
    }

    @Test
    void aSourceMayCloseItselfWithoutWaitingForItself() throws Exception {
        CompletableFuture<Supply> itself = new CompletableFuture<>();
        Supply supply = new Supply(
                () -> {
                    itself.join().close(List.of());
                    return login("a");
                },
                Duration.ofDays(1));
        itself.complete(supply);

        assertThat(read(supply).get(30, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void anInterruptedCloseLeavesTheFlag() throws Exception {
        Listed source = new Listed().deaf();
        Supply supply = new Supply(source, Duration.ofDays(1));
        read(supply);
        source.reading.await();

        Thread.currentThread().interrupt();
        supply.close(List.of());

        assertThat(Thread.interrupted()).isTrue();
        source.never.countDown();
    }
}
