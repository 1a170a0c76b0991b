package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.source.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way into the database with a token, in whose place a newer one comes. */
@Timeout(20)
class LoginTokenTest {
    private final StubDatabase database = new StubDatabase();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Permits permits = new Permits(5);
    private final LoginSetup setup = new LoginSetup(null, null, Duration.ofMinutes(1)::toNanos);
    private final Login login =
            new Login(this::connect, token(1), setup, permits, evidence -> refusals.incrementAndGet());

    @AfterEach
    void letGo() {
        database.wakeUp();
    }

    private static Credential token(int number) {
        return Credential.loginOnly("app-user", "token-" + number);
    }

    /** Answers as a database that looks at the token when it gets to it. */
    private Connection connect(String user, String token) throws SQLException {
        used.add(token);
        Connection connection = database.getConnection(user, token);
        if (expired.contains(token)) {
            connection.close();
            throw new SQLException("PAM authentication failed for " + token, "28P01");
        }
        return connection;
    }

    /** Begins a login with the first token, which the database has not looked at when the second is there. */
    private Callers overtake() {
        database.hang();
        Callers callers = Callers.start(1, login::getConnection);
        Await.until(() -> database.hanging() == 1);
        assertThat(login.use(token(2))).isTrue();
        expired.add("token-1");
        return callers;
    }

    @Test
    void logsInWithTheNewestTokenEachTime() throws Exception {
        Connection first = login.getConnection();
        login.use(token(2));

        login.getConnection();

        assertThat(used).containsExactly("token-1", "token-2");
        assertThat(first.isValid(1)).isTrue();
    }

    @Test
    void triesTheNewerTokenWhenTheOlderWasRefusedMeanwhile() {
        Callers callers = overtake();

        database.wakeUp();
        callers.awaitDone();

        assertThat(callers.failures()).isEmpty();
        assertThat(used).containsExactly("token-1", "token-2");
        assertThat(refusals).hasValue(0);
        assertThat(permits.free()).isEqualTo(4);
    }

    @Test
    void isRefusedIfTheNewerTokenIsRefusedToo() {
        Callers callers = overtake();
        expired.add("token-2");

        database.wakeUp();
        callers.awaitDone();

        assertThat(callers.failures()).hasSize(1);
        assertThat(login.isRefused()).isTrue();
        assertThat(refusals).hasValue(1);
        assertThat(permits.free()).isEqualTo(5);
    }

    @Test
    void aRetiredGenerationDoesNotTryTheNewerToken() {
        Callers callers = overtake();
        login.openNothing();

        database.wakeUp();
        callers.awaitDone();

        assertThat(used).containsExactly("token-1");
        assertThat(login.isRefused()).isFalse();
        assertThat(permits.free()).isEqualTo(5);
    }

    @Test
    void takesNoTokenAfterARefusal() {
        expired.add("token-1");
        assertThatThrownBy(login::getConnection).isInstanceOf(SQLException.class);

        boolean isUsed = login.use(token(2));

        assertThat(isUsed).isFalse();
        assertThatThrownBy(login::getConnection).hasMessageContaining("not asked again");
        assertThat(used).containsExactly("token-1");
    }

    @Test
    void leavesTheTokenOfTheAttemptOutOfItsFailure() {
        database.answer(() -> {
            login.use(token(2));
            throw new SQLException("no route for token-1 of app-user", "08001");
        });

        assertThatThrownBy(login::getConnection).hasMessage("no route for *** of ***");
    }

    @Test
    void leavesTheTokenThatASessionWasOpenedWithOutOfItsFailures() throws Exception {
        Connection first = login.getConnection();
        login.use(token(2));
        database.answerStatements(() -> {
            throw new SQLException("token-1 may not do that", "42501");
        });

        assertThatThrownBy(() -> first.setSchema("accounts")).hasMessage("*** may not do that");
    }
}
