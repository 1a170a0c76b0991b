package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.DoubtRig.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many statements fail at once: who is held meanwhile, and how few questions that costs. */
class DoubtOfManyTest {
    private final DoubtRig rig = new DoubtRig();
    private final AskedConnection asked = rig.asked;
    private final Doubt doubt = rig.doubt;
    private final Session session = rig.session;

    @Test
    void thousandHintsOfAMissingGrantCostFewQuestions() {
        for (int i = 0; i < 1_000; i++) {
            rig.hint();
            assertThat(doubt.trusts(session)).isTrue();
            rig.pass(millis(1));
        }
        assertThat(asked.log).hasSizeLessThan(25);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void whoComesIsHeldWhenManyFailAtOnceForTheFirstTime() throws Exception {
        failOnThreads(3);

        assertThat(heldFor()).isEqualTo(millis(50));
        assertThat(asked.log).hasSize(51);
    }

    @Test
    void nobodyIsHeldForAFew() throws Exception {
        failOnThreads(2);

        assertThat(heldFor()).isZero();
    }

    @Test
    void whoGoesOnFailingHoldsNobodyAgain() throws Exception {
        failOnThreads(3);
        assertThat(doubt.trusts(session)).isTrue();
        rig.pass(millis(1_000));
        failOnThreads(3);

        assertThat(heldFor()).isZero();
    }

    @Test
    void manyWhoFailAfterAQuietTimeHoldAgain() throws Exception {
        failOnThreads(3);
        assertThat(doubt.trusts(session)).isTrue();
        rig.pass(millis(2_001));
        failOnThreads(3);

        assertThat(heldFor()).isEqualTo(millis(50));
    }

    @Test
    void aHeldCallerIsSentOnWhenTheUserIsFoundGone() throws Exception {
        failOnThreads(3);
        theUserIsGoneAtTheFifthQuestion();

        assertThat(doubt.trusts(session)).isFalse();

        assertThat(rig.told).containsExactly(Evidence.DEAD);
        assertThat(asked.log).hasSize(5);
    }

    @Test
    void aHeldCallerIsSentOnWhenAnotherGenerationServes() throws Exception {
        failOnThreads(3);
        rig.mark.retire();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).hasSize(1);
    }

    @Test
    void whoHasFailedIsHeldAlone() {
        rig.ownHint();

        assertThat(heldFor()).isEqualTo(millis(50));
    }

    /** The pause between two proofs is not for those who would fail a second time. */
    @Test
    void whoHasFailedIsHeldAlsoJustAfterAProof() {
        rig.hint();
        assertThat(doubt.trusts(session)).isTrue();
        rig.pass(millis(1));
        rig.ownHint();
        theUserIsGoneAtTheFifthQuestion();

        assertThat(doubt.trusts(session)).isFalse();

        assertThat(rig.told).containsExactly(Evidence.DEAD);
    }

    @Test
    void anAnswerToSomebodyElseDoesNotLetThoseGoWhoHaveFailed() {
        rig.hint();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(rig.mark.isDoubted()).isTrue();
        rig.pass(millis(50));
        assertThat(doubt.trusts(session)).isTrue();
        assertThat(rig.mark.isSet()).isFalse();
    }

    /** His answer comes early, and is not one about those who are held. */
    @Test
    void anAnswerToWhoIsNotHeldDoesNotLetTheOthersGo() throws Exception {
        rig.hint();
        rig.pass(millis(49));
        failOnThreads(2);
        rig.pass(millis(11));
        Thread.currentThread().interrupt();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.mark.isDoubted()).isTrue();
    }

    @Test
    void whoHasFailedIsHeldAlsoAfterASessionWasKilled() {
        rig.fail("57P01");
        rig.ownHint();

        assertThat(heldFor()).isEqualTo(millis(50));
    }

    @Test
    void whoGoesOnFailingIsHeldOnce() {
        rig.ownHint();
        assertThat(doubt.trusts(session)).isTrue();
        rig.pass(millis(1_000));
        rig.ownHint();

        assertThat(heldFor()).isZero();
    }

    @Test
    void whoFailsAfterAQuietTimeIsHeldAgain() {
        rig.ownHint();
        assertThat(doubt.trusts(session)).isTrue();
        rig.pass(millis(2_001));
        rig.ownHint();

        assertThat(heldFor()).isEqualTo(millis(50));
    }

    /** Asks whether the session is trusted, which it must be, and returns how long that took. */
    private Duration heldFor() {
        long begin = rig.nanos;
        assertThat(doubt.trusts(session)).isTrue();
        return Duration.ofNanos(rig.nanos - begin);
    }

    private void theUserIsGoneAtTheFifthQuestion() {
        asked.answer = () -> {
            if (asked.log.size() == 5) {
                throw new SQLException("role does not exist", "42704");
            }
        };
    }

    private void failOnThreads(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(rig::ownHint);
            thread.start();
            thread.join();
        }
    }
}
