package io.github.rotatingdatasource.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A source that an application feeds. */
class OfferedCredentialsTest {
    private final OfferedCredentials offered = CredentialSource.offered();

    private static Credential login(String user, Lease lease) {
        return new Credential(user, "secret of " + user, lease);
    }

    @Test
    void hasNothingBeforeTheFirstOffer() {
        assertThatThrownBy(offered::read)
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessage("nothing was offered yet");
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> offered.offer(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void ignoresOffersOnceItIsClosed() {
        AtomicInteger hints = new AtomicInteger();
        offered.onChange(hints::incrementAndGet);
        offered.close();

        offered.offer(login("a", Lease.unknown()));

        assertThatThrownBy(offered::read).isInstanceOf(CredentialUnavailable.class);
        assertThat(hints).hasValue(0);
    }

    @Test
    void givesTheNewestOfferAndSaysThatThereIsOne() throws Exception {
        AtomicInteger hints = new AtomicInteger();
        offered.onChange(hints::incrementAndGet);

        offered.offer(login("a", Lease.unknown()));
        offered.offer(login("b", Lease.unknown()));

        assertThat(offered.read()).isEqualTo(login("b", Lease.unknown()));
        assertThat(hints).hasValue(2);
        assertThat(offered.isCheap()).isTrue();
    }

    @Test
    void datesALeaseThatBeginsWithTheOffer() throws Exception {
        offered.offer(login("a", Lease.firm(null, Duration.ofHours(1))));

        assertThat(offered.read().lease().began()).isNotNull();
        assertThat(offered.read()).isEqualTo(offered.read());
    }
}
