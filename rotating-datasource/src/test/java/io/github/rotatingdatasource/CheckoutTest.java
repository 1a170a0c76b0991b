package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller does to get a connection, as things are. */
class CheckoutTest {
    private static final long LONG = 30_000;

    private final FakePool from = FakePool.ofTen("old");
    private final FakePool to = FakePool.ofTen("new");
    private final Checkout.HandingOver handingOver =
            new Checkout.HandingOver(generation(1, from), generation(2, to), LONG);
    private final Unavailability noFile = new Unavailability(RotationEvent.Part.SOURCE, "the file is missing", null);
    private final Checkout.Waiting waiting = new Checkout.Waiting("orders", noFile, LONG);

    private static Generation generation(int number, Pool pool) {
        Term term = new Term(login("any").lease(), null, null);
        Instant noon = RotatorRig.NOON;
        return new Generation(number, new Candidate(login("any"), term, RotationEvent.Reason.CHANGE, noon, noon), pool);
    }

    private static String userOf(Checkout checkout) throws SQLException {
        return checkout.connect(1).getSchema();
    }

    private static void failsWith(String state, Checkout checkout) {
        assertThatThrownBy(checkout::connect)
                .asInstanceOf(throwable(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo(state);
    }

    @Test
    void servingTakesWhatThePoolGives() throws Exception {
        Checkout serving = new Checkout.Serving(generation(1, from));

        assertThat(userOf(serving)).isEqualTo("old");
    }

    @Test
    void servingFailsAsThePoolDoes() {
        Checkout serving = new Checkout.Serving(generation(1, from.withIdle(0)));

        assertThatThrownBy(serving::connect).hasMessage("old - Connection is not available");
    }

    @Test
    void servingLetsNobodyHaveAStandIn() {
        Generation retired = generation(1, from.standingIn());
        retired.retire();

        assertThatThrownBy(new Checkout.Serving(retired)::connect).isSameAs(Moved.MOVED);
    }

    @Test
    void aConnectionOutOfARetiredPoolIsAsGoodAsAny() throws Exception {
        Generation retired = generation(1, from);
        retired.retire();

        assertThat(userOf(new Checkout.Serving(retired))).isEqualTo("old");
    }

    @Test
    void handingOverTakesWhatIsIdleInTheNewPool() throws Exception {
        assertThat(userOf(handingOver)).isEqualTo("new");
    }

    @Test
    void handingOverTakesWhatIsIdleInTheOldPoolIfNothingIsInTheNewOne() throws Exception {
        to.lend(10);

        assertThat(userOf(handingOver)).isEqualTo("old");
    }

    @ParameterizedTest
    @CsvSource({
        // connections and callers there; connections and callers here
        "10, 0, 10, 0, new",
        "10, 0,  2, 0, old",
        "10, 5,  2, 0, new",
        "10, 4,  2, 0, new",
        "10, 3,  2, 0, old",
        "10, 9,  5, 4, new",
        " 2, 0, 10, 9, old",
        " 0, 0,  1, 50, new",
    })
    void handingOverWaitsInTheShorterQueueForItsConnections(
            int old, int waitThere, int young, int waitHere, String who) {
        from.withIdle(old).lend(old).withWaiting(waitThere);
        to.withIdle(young).lend(young).withWaiting(waitHere);

        assertThatThrownBy(() -> handingOver.connect(1)).hasMessage(who + " - Connection is not available");
    }

    @Test
    void waitingGoesOnWithWhatComes() throws Exception {
        CompletableFuture<String> caller =
                CompletableFuture.supplyAsync(() -> unchecked(waiting), command -> new Thread(command).start());

        waiting.end(new Checkout.Serving(generation(1, from)));

        assertThat(caller.get()).isEqualTo("old");
    }

    private static String unchecked(Checkout checkout) {
        try {
            return checkout.connect().getSchema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitingGoesOnAtOnceWhenItIsOver() throws Exception {
        waiting.end(new Checkout.Serving(generation(1, from)));

        assertThat(userOf(waiting)).isEqualTo("old");
    }

    @Test
    void waitingEndsInTheTypedFailure() {
        assertThatThrownBy(() -> waiting.connect(1))
                .isInstanceOf(CredentialsUnavailableException.class)
                .hasMessageContaining("orders has no login that works: the file is missing");
    }

    @Test
    void waitingEndsInTheNewestReason() {
        waiting.because(new Unavailability(RotationEvent.Part.LOGIN, "the database refuses it", null));

        assertThatThrownBy(() -> waiting.connect(1)).hasMessageContaining("the database refuses it");
    }

    @Test
    void unavailableFailsAtOnceAndForEachCallerAnew() {
        Checkout unavailable = new Checkout.Unavailable("orders", noFile);

        failsWith("28000", unavailable);
        Throwable first = catchThrowable(() -> unavailable.connect(LONG));
        Throwable second = catchThrowable(() -> unavailable.connect(LONG));
        assertThat(first).isInstanceOf(CredentialsUnavailableException.class).isNotSameAs(second);
        assertThat(first.getStackTrace()).isNotEmpty();
    }

    @Test
    void nobodyGetsASessionOfADeadUser() {
        Generation dead = generation(1, from);
        from.mark().declareDead();

        assertThatThrownBy(new Checkout.Serving(dead)::connect).isSameAs(Moved.DEAD);
        assertThat(from.checkouts()).isZero();
    }

    @Test
    void aSessionThatIsFoundDeadIsClosedAndTheNextOneTried() {
        Generation doubted = generation(1, from.distrusted());
        from.mark().doubt();

        assertThatThrownBy(new Checkout.Serving(doubted)::connect).isSameAs(Moved.MOVED);
        assertThat(from.total()).isEqualTo(9);
    }

    @Test
    void aSessionThatAnswersIsHandedOut() throws Exception {
        Generation doubted = generation(1, from);
        from.mark().doubt();

        assertThat(userOf(new Checkout.Serving(doubted))).isEqualTo("old");
    }

    @Test
    void handingOverPassesOverADeadOldGeneration() throws Exception {
        from.mark().declareDead();
        to.withIdle(1);

        assertThat(userOf(handingOver)).isEqualTo("new");
    }

    @Test
    void waitingEndsAsWhatComesFails() {
        waiting.end(new Checkout.Closed("orders"));

        failsWith("08003", waiting);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(waiting::connect)
                .isInstanceOf(SQLException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSourceOrAListenerNeverWaits() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> Workers.foreign(waiting::connect)).isInstanceOf(CredentialsUnavailableException.class);

        assertThat(System.nanoTime() - start).isLessThan(LONG * 1_000_000 / 2);
    }

    @Test
    void aSourceOrAListenerGetsAConnectionWhenThereIsOne() throws Exception {
        waiting.end(new Checkout.Serving(generation(1, from)));

        assertThat(Workers.foreign(() -> userOf(waiting))).isEqualTo("old");
    }

    @Test
    void closedSaysWhoWasClosed() {
        Checkout closed = new Checkout.Closed("orders");

        failsWith("08003", closed);
        assertThatThrownBy(() -> closed.connect(LONG)).hasMessage("data source orders has been closed");
    }
}
