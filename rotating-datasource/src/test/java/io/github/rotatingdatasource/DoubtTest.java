package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.DoubtRig.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failed statements hint at, and when a session is asked. */
class DoubtTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private final DoubtRig rig = new DoubtRig();
    private final Mark mark = rig.mark;
    private final List<Evidence> told = rig.told;
    private final AskedConnection asked = rig.asked;
    private final Doubt doubt = rig.doubt;
    private final Session session = rig.session;

    /** Returns whether the session is asked now; it is trusted either way. */
    private boolean isAsked() {
        int before = asked.log.size();
        assertThat(doubt.trusts(session)).isTrue();
        return asked.log.size() > before;
    }

    @Test
    void aHintHasTheNextSessionAsked() {
        rig.hint();
        assertThat(mark.isDoubted()).isTrue();
        rig.pass(millis(50)); // nobody is held any more

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).containsExactly("SELECT session_user within 5000");
        assertThat(mark.isSet()).isFalse();
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "42601", "57014", "53300"})
    void aStatementThatFailsOtherwiseHintsAtNothing(String state) {
        rig.fail(state);

        assertThat(mark.isSet()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void theNextHintsArePutOffForLongerEachTime() {
        rig.hint();
        assertThat(isAsked()).isTrue();

        for (int pause : new int[] {10, 20, 40, 50, 50}) {
            rig.hint();
            rig.pass(millis(pause).minus(TICK));
            assertThat(isAsked()).isFalse();
            rig.pass(TICK);
            assertThat(isAsked()).isTrue();
        }
    }

    @Test
    void aHintThatIsPutOffIsNotDropped() {
        rig.hint();
        rig.pass(millis(50));
        isAsked();
        rig.hint();
        assertThat(isAsked()).isFalse();
        assertThat(mark.isDoubted()).isTrue();

        rig.pass(millis(10));

        assertThat(isAsked()).isTrue();
        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void aHintThatComesWhileTheSessionIsAskedIsNotTakenBack() {
        rig.hint();
        rig.pass(millis(50));
        asked.answer = rig::hint;

        assertThat(isAsked()).isTrue();

        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void aHintAfterAWhileIsLookedIntoAtOnce() {
        for (int i = 0; i < 5; i++) {
            rig.hint();
            isAsked();
            rig.pass(millis(50));
        }
        rig.pass(Duration.ofSeconds(2));
        rig.hint();
        assertThat(isAsked()).isTrue();

        rig.hint();
        rig.pass(millis(10));

        assertThat(isAsked()).isTrue();
    }

    @Test
    void aSessionWithoutItsUserIsDeadAndThatIsToldOnce() {
        rig.hint();
        asked.answer = StubDatabase.Answer.refusal("42704");

        assertThat(doubt.trusts(session)).isFalse();
        assertThat(doubt.trusts(session)).isFalse();

        assertThat(mark.isDead()).isTrue();
        assertThat(told).containsExactly(Evidence.DEAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "08006"})
    void aSessionThatFailsOtherwiseIsNotTrustedAndSaysNothingOfTheOthers(String state) {
        rig.hint();
        rig.pass(millis(50));
        asked.answer = StubDatabase.Answer.refusal(state);

        assertThat(doubt.trusts(session)).isFalse();

        assertThat(mark.isDead()).isFalse();
        assertThat(mark.isDoubted()).isTrue();
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionThatDoesNotUnderstandIsTrustedIfItIsAlive(boolean alive) {
        rig.hint();
        asked.answer = StubDatabase.Answer.refusal("42601");
        asked.alive = alive;

        assertThat(doubt.trusts(session)).isEqualTo(alive);

        assertThat(mark.isDead()).isFalse();
        assertThat(told).containsExactly(Evidence.DOUBTED); // and a login tells the rest
        assertThat(asked.log).containsExactly("SELECT session_user within 5000", "isValid within 5");
    }

    @Test
    void aDriverThatFailsAsItShouldNotLeavesTheSessionDistrusted() {
        rig.hint();
        asked.answer = () -> {
            throw new IllegalStateException("driver");
        };

        assertThat(doubt.trusts(session)).isFalse();
    }

    @Test
    void eachSessionIsAskedForHalfASecondAfterOneHasEnded() {
        rig.fail("57P01");

        assertThat(isAsked()).isTrue(); // and held for 10 ms
        assertThat(isAsked()).isTrue();
        assertThat(mark.isDoubted()).isTrue();
        rig.pass(millis(490).minus(TICK));
        assertThat(isAsked()).isTrue();
        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void theDoubtIsOverHalfASecondAfterASessionEnded() {
        rig.fail("57P01");
        isAsked();

        rig.pass(millis(500));

        assertThat(isAsked()).isTrue();
        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void endedSessionsAreToldOfOnceInAQuarterOfASecond() {
        for (int i = 0; i < 10; i++) {
            rig.fail("57P01");
        }
        rig.pass(millis(250));
        rig.fail("08006");
        assertThat(told).containsExactly(Evidence.SESSION_ENDED);

        rig.pass(TICK);
        rig.fail("57P01");

        assertThat(told).containsExactly(Evidence.SESSION_ENDED, Evidence.SESSION_ENDED);
    }

    @Test
    void whereNobodyCanBeAskedALoginTellsTheRest() {
        asked.product = "MySQL";
        rig.hint();
        rig.pass(millis(50));

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).containsExactly("isValid within 5");
        assertThat(told).containsExactly(Evidence.DOUBTED);
        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void whereNobodyCanBeAskedALoginIsMadeOncePerSecondAtMostAndEverMoreSeldom() {
        asked.product = "MySQL";
        List<Long> logins = new ArrayList<>();
        for (int i = 0; i < 3_200; i++) {
            rig.hint();
            int before = told.size();
            doubt.trusts(session);
            if (told.size() > before) {
                logins.add(i * 10L);
            }
            rig.pass(millis(10));
        }
        assertThat(logins).hasSize(6).startsWith(0L);
        assertThat(logins.get(1)).isBetween(1_000L, 1_060L);
        assertThat(logins.get(2)).isBetween(3_000L, 3_120L);
        assertThat(logins.get(5)).isBetween(31_000L, 31_500L);
    }

    @Test
    void aDeadSessionIsNotTrustedWhereNobodyCanBeAsked() {
        asked.product = "MySQL";
        asked.alive = false;
        rig.hint();
        rig.pass(millis(50));

        assertThat(doubt.trusts(session)).isFalse();
        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void aSessionWithoutAutoCommitIsRolledBack() {
        asked.autoCommit = false;
        rig.hint();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).containsExactly("SELECT session_user within 5000", "rollback");
    }

    @Test
    void theNetworkTimeOutIsRestored() {
        rig.hint();

        doubt.trusts(session);

        assertThat(asked.timeout).isEqualTo(7);
    }
}
