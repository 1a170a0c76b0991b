package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failed statements hint at, and when a session is asked. */
class DoubtTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private final Mark mark = new Mark();
    private final List<Evidence> told = new ArrayList<>();
    private final Asked asked = new Asked();
    private long nanos = Long.MAX_VALUE - 1_000_000; // overflows on the way
    private final Doubt doubt =
            new Doubt(mark, AuthFailures.STANDARD, 5_000, told::add, () -> nanos, time -> nanos += time);
    private final Session session = new Session(asked.connection(), failure -> failure, gone -> {});

    /** A connection that answers as it is told to, and remembers what it was asked. */
    private static final class Asked implements InvocationHandler {
        final List<String> log = new ArrayList<>();
        StubDatabase.Answer answer = () -> {};
        String product = "PostgreSQL";
        boolean autoCommit = true;
        boolean alive = true;
        int timeout = 7;

        Connection connection() {
            return proxy(Connection.class);
        }

        private <T> T proxy(Class<T> type) {
            return type.cast(Proxy.newProxyInstance(DoubtTest.class.getClassLoader(), new Class<?>[] {type}, this));
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws SQLException {
            return switch (method.getName()) {
                case "getMetaData" -> proxy(DatabaseMetaData.class);
                case "getDatabaseProductName" -> product;
                case "createStatement" -> proxy(Statement.class);
                case "getAutoCommit" -> autoCommit;
                case "getNetworkTimeout" -> timeout;
                case "setNetworkTimeout" -> timeOut((Integer) arguments[1]);
                case "execute" -> execute(arguments[0] + " within " + timeout);
                case "isValid" -> log.add("isValid within " + arguments[0]) && alive;
                case "rollback" -> log("rollback");
                default -> null; // close
            };
        }

        private Object log(String what) {
            log.add(what);
            return null;
        }

        private Object timeOut(int millis) {
            timeout = millis;
            return null;
        }

        private boolean execute(String sql) throws SQLException {
            log.add(sql);
            answer.give();
            return true;
        }
    }

    private void fail(String state) {
        doubt.hear(new SQLException("no", state));
    }

    private void hint() {
        fail("42501");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Returns whether the session is asked now; it is trusted either way. */
    private boolean isAsked() {
        int before = asked.log.size();
        assertThat(doubt.trusts(session)).isTrue();
        return asked.log.size() > before;
    }

    @Test
    void aHintHasTheNextSessionAsked() {
        hint();
        assertThat(mark.isDoubted()).isTrue();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).containsExactly("SELECT session_user within 5000");
        assertThat(mark.isSet()).isFalse();
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "42P01", "57014", "53300"})
    void aStatementThatFailsOtherwiseHintsAtNothing(String state) {
        fail(state);

        assertThat(mark.isSet()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void theNextHintsArePutOffForLongerEachTime() {
        hint();
        assertThat(isAsked()).isTrue();

        for (int pause : new int[] {10, 20, 40, 50, 50}) {
            hint();
            pass(millis(pause).minus(TICK));
            assertThat(isAsked()).isFalse();
            pass(TICK);
            assertThat(isAsked()).isTrue();
        }
    }

    @Test
    void aHintThatIsPutOffIsNotDropped() {
        hint();
        isAsked();
        hint();
        assertThat(isAsked()).isFalse();
        assertThat(mark.isDoubted()).isTrue();

        pass(millis(10));

        assertThat(isAsked()).isTrue();
        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void aHintThatComesWhileTheSessionIsAskedIsNotTakenBack() {
        hint();
        asked.answer = this::hint;

        assertThat(isAsked()).isTrue();

        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void aHintAfterAWhileIsLookedIntoAtOnce() {
        for (int i = 0; i < 5; i++) {
            hint();
            isAsked();
            pass(millis(50));
        }
        pass(Duration.ofSeconds(2));
        hint();
        assertThat(isAsked()).isTrue();

        hint();
        pass(millis(10));

        assertThat(isAsked()).isTrue();
    }

    @Test
    void thousandHintsOfAMissingGrantCostFewQuestions() {
        for (int i = 0; i < 1_000; i++) {
            hint();
            assertThat(doubt.trusts(session)).isTrue();
            pass(millis(1));
        }
        assertThat(asked.log).hasSizeLessThan(25);
        assertThat(told).isEmpty();
    }

    @Test
    void aSessionWithoutItsUserIsDeadAndThatIsToldOnce() {
        hint();
        asked.answer = StubDatabase.Answer.refusal("42704");

        assertThat(doubt.trusts(session)).isFalse();
        assertThat(doubt.trusts(session)).isFalse();

        assertThat(mark.isDead()).isTrue();
        assertThat(told).containsExactly(Evidence.DEAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "08006"})
    void aSessionThatFailsOtherwiseIsNotTrustedAndSaysNothingOfTheOthers(String state) {
        hint();
        asked.answer = StubDatabase.Answer.refusal(state);

        assertThat(doubt.trusts(session)).isFalse();

        assertThat(mark.isDead()).isFalse();
        assertThat(mark.isDoubted()).isTrue();
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionThatDoesNotUnderstandIsTrustedIfItIsAlive(boolean alive) {
        hint();
        asked.answer = StubDatabase.Answer.refusal("42601");
        asked.alive = alive;

        assertThat(doubt.trusts(session)).isEqualTo(alive);

        assertThat(mark.isDead()).isFalse();
        assertThat(told).containsExactly(Evidence.DOUBTED); // and a login tells the rest
        assertThat(asked.log).containsExactly("SELECT session_user within 5000", "isValid within 5");
    }

    @Test
    void whoComesIsHeldWhenManyFailAtOnceForTheFirstTime() throws Exception {
        failOnThreads(3);
        long begin = nanos;

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(nanos - begin).isEqualTo(millis(50).toNanos());
        assertThat(asked.log).hasSize(51);
    }

    @Test
    void nobodyIsHeldForAFew() throws Exception {
        failOnThreads(2);
        long begin = nanos;

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(nanos).isEqualTo(begin);
    }

    @Test
    void whoGoesOnFailingHoldsNobodyAgain() throws Exception {
        failOnThreads(3);
        assertThat(doubt.trusts(session)).isTrue();
        pass(millis(1_000));
        failOnThreads(3);
        long begin = nanos;

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(nanos).isEqualTo(begin);
    }

    @Test
    void manyWhoFailAfterAQuietTimeHoldAgain() throws Exception {
        failOnThreads(3);
        assertThat(doubt.trusts(session)).isTrue();
        pass(millis(2_001));
        failOnThreads(3);
        long begin = nanos;

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(nanos - begin).isEqualTo(millis(50).toNanos());
    }

    @Test
    void aHeldCallerIsSentOnWhenTheUserIsFoundGone() throws Exception {
        failOnThreads(3);
        asked.answer = () -> {
            if (asked.log.size() == 5) {
                throw new SQLException("role does not exist", "42704");
            }
        };

        assertThat(doubt.trusts(session)).isFalse();

        assertThat(told).containsExactly(Evidence.DEAD);
        assertThat(asked.log).hasSize(5);
    }

    @Test
    void aHeldCallerIsSentOnWhenAnotherGenerationServes() throws Exception {
        failOnThreads(3);
        mark.retire();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).hasSize(1);
    }

    private void failOnThreads(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::hint);
            thread.start();
            thread.join();
        }
    }

    @Test
    void aDriverThatFailsAsItShouldNotLeavesTheSessionDistrusted() {
        hint();
        asked.answer = () -> {
            throw new IllegalStateException("driver");
        };

        assertThat(doubt.trusts(session)).isFalse();
    }

    @Test
    void eachSessionIsAskedForHalfASecondAfterOneHasEnded() {
        fail("57P01");

        assertThat(isAsked()).isTrue(); // and held for 10 ms
        assertThat(isAsked()).isTrue();
        assertThat(mark.isDoubted()).isTrue();
        pass(millis(490).minus(TICK));
        assertThat(isAsked()).isTrue();
        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void theDoubtIsOverHalfASecondAfterASessionEnded() {
        fail("57P01");
        isAsked();

        pass(millis(500));

        assertThat(isAsked()).isTrue();
        assertThat(mark.isSet()).isFalse();
    }

    @Test
    void endedSessionsAreToldOfOnceInAQuarterOfASecond() {
        for (int i = 0; i < 10; i++) {
            fail("57P01");
        }
        pass(millis(250));
        fail("08006");
        assertThat(told).containsExactly(Evidence.SESSION_ENDED);

        pass(TICK);
        fail("57P01");

        assertThat(told).containsExactly(Evidence.SESSION_ENDED, Evidence.SESSION_ENDED);
    }

    @Test
    void whereNobodyCanBeAskedALoginTellsTheRest() {
        asked.product = "MySQL";
        hint();

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
            hint();
            int before = told.size();
            doubt.trusts(session);
            if (told.size() > before) {
                logins.add(i * 10L);
            }
            pass(millis(10));
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
        hint();

        assertThat(doubt.trusts(session)).isFalse();
        assertThat(mark.isDoubted()).isTrue();
    }

    @Test
    void aSessionWithoutAutoCommitIsRolledBack() {
        asked.autoCommit = false;
        hint();

        assertThat(doubt.trusts(session)).isTrue();

        assertThat(asked.log).containsExactly("SELECT session_user within 5000", "rollback");
    }

    @Test
    void theNetworkTimeOutIsRestored() {
        hint();

        doubt.trusts(session);

        assertThat(asked.timeout).isEqualTo(7);
    }
}
