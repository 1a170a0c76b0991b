package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers read, and how they wait for it to change. */
@Timeout(20)
class PublishedTest {
    private static final long LONG = 15_000;

    private final Checkout.Waiting first = waiting();
    private final Checkout next = new Checkout.Closed("orders");
    private final Published published = new Published(first);

    private static Checkout.Waiting waiting() {
        return new Checkout.Waiting(
                "orders", new Unavailability(RotationEvent.Part.SOURCE, "the file is missing", null), LONG);
    }

    @Test
    void isWhatWasPublishedLast() {
        assertThat(published.checkout()).isSameAs(first);

        published.publish(next);

        assertThat(published.checkout()).isSameAs(next);
        assertThat(published.isCurrent(next)).isTrue();
        assertThat(published.isCurrent(first)).isFalse();
    }

    @Test
    void sendsOnWhoeverWaitsInAStateThatIsOver() {
        published.publish(next);

        assertThatThrownBy(first::connect).hasMessage("data source orders has been closed");
    }

    @Test
    void sendsOnThroughEveryStateThatCameMeanwhile() {
        published.publish(waiting());
        published.publish(next);

        assertThatThrownBy(first::connect).hasMessage("data source orders has been closed");
    }

    @Test
    void doesNotWaitForAnotherWhenOneIsThere() throws Exception {
        published.publish(next);

        assertThat(published.awaitOther(first, LONG)).isSameAs(next);
    }

    @Test
    void wakesWhoeverWaitsForAnother() throws Exception {
        FutureTask<Checkout> caller = new FutureTask<>(() -> published.awaitOther(first, LONG));
        Thread thread = new Thread(caller);
        thread.start();
        Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        published.publish(next);

        assertThat(caller.get()).isSameAs(next);
    }

    @Test
    void returnsTheSameWhenTheTimeIsOver() throws Exception {
        assertThat(published.awaitOther(first, 1)).isSameAs(first);
        assertThat(published.awaitOther(first, -1)).isSameAs(first);
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> published.awaitOther(first, LONG)).isInstanceOf(InterruptedException.class);
    }
}
