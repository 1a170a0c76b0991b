package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One source for several: who asks it, who hears of what, and when a login is nobody's any more. */
@Timeout(20)
class SharedSourceTest {
    private final Minting source = new Minting();
    private final AtomicLong nanoTime = new AtomicLong();
    private final SharedSource shared = new SharedSource(source, nanoTime::get);
    private final CredentialSource writer = shared.member();
    private final CredentialSource reader = shared.member();

    /** Makes a login at each read, and lists what it is told. */
    private static final class Minting implements CredentialSource {
        final List<String> told = new ArrayList<>();
        Lease lease = Lease.unknown();
        boolean fails;
        Duration rest = Duration.ZERO;
        boolean cheap;
        int made;
        int listeners;
        Runnable changed = () -> {};

        @Override
        public Credential read() throws Exception {
            if (fails) {
                throw new CredentialUnavailable("nothing there", rest);
            }
            made += cheap && made > 0 ? 0 : 1;
            return new Credential("u" + made, "secret", lease);
        }

        @Override
        public boolean isCheap() {
            return cheap;
        }

        @Override
        public void onChange(Runnable changed) {
            this.changed = changed;
            listeners++;
        }

        @Override
        public void refused(Credential credential) {
            told.add("refused " + credential.username());
        }

        @Override
        public void accepted(Credential credential) {
            told.add("accepted " + credential.username());
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
    void readsOnceForAll() throws Exception {
        Credential first = writer.read();

        assertThat(reader.read()).isEqualTo(first);
        assertThat(source.made).isOne();
    }

    @Test
    void asksForAMemberWhoHasSeenTheNewest() throws Exception {
        writer.read();

        assertThat(writer.read().username()).isEqualTo("u2");
        assertThat(reader.read().username()).isEqualTo("u2");
    }

    @Test
    void aFailureIsOnlyThatOfTheMemberWhoAsked() throws Exception {
        writer.read();
        source.fails = true;

        assertThatThrownBy(writer::read).hasMessage("nothing there");
        assertThat(reader.read().username()).isEqualTo("u1");
    }

    @Test
    void tellsTheOthersOfANewLogin() throws Exception {
        AtomicInteger ofWriter = new AtomicInteger();
        AtomicInteger ofReader = new AtomicInteger();
        writer.onChange(ofWriter::incrementAndGet);
        reader.onChange(ofReader::incrementAndGet);

        writer.read();

        assertThat(ofWriter).hasValue(0);
        assertThat(ofReader).hasValue(1);
    }

    @Test
    void listensOnceAndTellsAll() {
        AtomicInteger hints = new AtomicInteger();
        writer.onChange(hints::incrementAndGet);
        reader.onChange(hints::incrementAndGet);

        source.changed.run();

        assertThat(source.listeners).isOne();
        assertThat(hints).hasValue(2);
    }

    @Test
    void aHintThatComesAfterItsReadMakesNoLogin() throws Exception {
        writer.read();
        reader.read(); // by chance, just before the hint

        reader.read();
        assertThat(source.made).isOne();

        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        reader.read();
        assertThat(source.made).isEqualTo(2);
    }

    @Test
    void aRestThatTheSourceWantsIsKeptByAll() throws Exception {
        source.fails = true;
        source.rest = Duration.ofSeconds(30);
        assertThatThrownBy(writer::read).hasMessage("nothing there");
        source.fails = false;

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(
                        CredentialUnavailable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(source.rest));
        nanoTime.addAndGet(source.rest.toNanos());
        assertThat(reader.read().username()).isEqualTo("u1");
    }

    @Test
    void aLoginThatIsAcceptedAfterARefusalIsForAll() throws Exception {
        Credential first = writer.read();
        writer.refused(first);
        writer.accepted(first);

        assertThat(reader.read().username()).isEqualTo("u1");
        assertThat(source.told).containsExactly("refused u1", "accepted u1");
    }

    @Test
    void countsALeaseFromTheReadForAll() throws Exception {
        source.lease = Lease.firm(null, Duration.ofHours(1));

        Instant began = writer.read().lease().began();

        assertThat(began).isNotNull();
        assertThat(reader.read().lease().began()).isEqualTo(began);
    }

    @Test
    void givesNobodyALoginWhoseLeaseIsOver() throws Exception {
        source.lease = Lease.firm(Instant.now().minusSeconds(20), Duration.ofSeconds(10));
        writer.read();

        assertThat(reader.read().username()).isEqualTo("u2");
    }

    @Test
    void passesTheRefusalOfTheNewestOnAndAsksAgain() throws Exception {
        Credential first = writer.read();

        writer.refused(first);

        assertThat(reader.read().username()).isEqualTo("u2");
        reader.refused(first);
        assertThat(source.told).containsExactly("refused u1");
    }

    @Test
    void passesARetirementOnWhenNobodyUsesTheLoginAnyMore() throws Exception {
        Credential first = writer.read();
        reader.read();

        writer.retired(first);
        assertThat(source.told).isEmpty();
        reader.retired(first);

        assertThat(source.told).containsExactly("retired u1");
    }

    @Test
    void whoClosesUsesNothingAnyMore() throws Exception {
        Credential first = writer.read();
        reader.read();
        writer.retired(first);

        reader.close();

        assertThat(source.told).containsExactly("retired u1");
    }

    @Test
    void closesTheSourceWithTheLastMemberAndOnce() {
        writer.close();
        writer.close();
        assertThat(source.told).isEmpty();
        reader.close();
        reader.close();

        assertThat(source.told).containsExactly("closed");
        assertThatThrownBy(shared::member).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::read).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMemberThatIsClosedReadsNothingThoughOthersDo() throws Exception {
        writer.close();

        assertThatThrownBy(writer::read).isInstanceOf(IllegalStateException.class);
        assertThat(reader.read().username()).isEqualTo("u1");
    }

    @Test
    void aWaitThatIsInterruptedFailsAndKeepsTheFlag() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        SharedSource slow = SharedSource.of(() -> {
            reading.countDown();
            mayEnd.await();
            return new Credential("a", "b", Lease.unknown());
        });
        CredentialSource other = slow.member();
        CredentialSource first = slow.member();
        CompletableFuture<Void> read = CompletableFuture.runAsync(() -> readQuietly(first));
        reading.await();

        Thread.currentThread().interrupt();

        assertThatThrownBy(other::read).isInstanceOf(CredentialUnavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        mayEnd.countDown();
        read.join();
    }

    private static void readQuietly(CredentialSource source) {
        try {
            source.read();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
