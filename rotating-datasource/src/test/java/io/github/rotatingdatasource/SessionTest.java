package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A physical connection forwards everything to its driver, and tells once when it is gone. */
class SessionTest {
    /** What a session does not hand on as it is. */
    private static final Set<String> OWN = Set.of("isClosed", "unwrap", "isWrapperFor", "close", "abort");

    private final List<String> calls = new ArrayList<>();
    private final AtomicInteger gone = new AtomicInteger();
    private SQLException failure;
    private final Session session =
            new Session(driverConnection(), 0, failure -> failure, closed -> gone.incrementAndGet());

    private Connection driverConnection() {
        return (Connection) Proxy.newProxyInstance(
                SessionTest.class.getClassLoader(), new Class<?>[] {Connection.class}, this::answer);
    }

    private Object answer(Object proxy, Method method, Object[] arguments) throws SQLException {
        calls.add(signature(method));
        if (failure != null) {
            throw failure;
        }
        return least(method.getReturnType());
    }

    private static String signature(Method method) {
        return method.getName() + List.of(method.getParameterTypes());
    }

    private static Object least(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        return type == int.class ? 7 : null;
    }

    static Stream<Method> methods() {
        return Stream.of(Connection.class.getMethods()).filter(method -> !OWN.contains(method.getName()));
    }

    private Object call(Method method) throws ReflectiveOperationException {
        Object[] arguments =
                Stream.of(method.getParameterTypes()).map(SessionTest::least).toArray();
        return method.invoke(session, arguments);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void forwards(Method method) throws Exception {
        Object answer = call(method);

        assertThat(calls).containsExactly(signature(method));
        assertThat(answer).isEqualTo(least(method.getReturnType()));
        assertThat(gone).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void passesOnWhatTheDriverThrows(Method method) {
        failure = new SQLClientInfoException("no", Map.of());

        assertThatThrownBy(() -> call(method))
                .isInstanceOf(InvocationTargetException.class)
                .hasCause(failure);
    }

    @Test
    void tellsOnceThatItIsGone() throws Exception {
        session.close();
        session.close();
        session.abort(Runnable::run);

        assertThat(gone).hasValue(1);
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void tellsThatItWasCutOffBeforeAbortReturns() throws Exception {
        session.abort(task -> {});

        assertThat(calls).containsExactly("abort[interface java.util.concurrent.Executor]");
        assertThat(gone).hasValue(1);
    }

    @Test
    void isGoneThoughItsDriverFailsToCloseIt() {
        failure = new SQLException("broken pipe", "08006");

        assertThatThrownBy(session::close).isSameAs(failure);

        assertThat(gone).hasValue(1);
    }

    @Test
    void unwrapsToTheConnectionOfTheDriver() throws Exception {
        Session around = new Session(session, 0, failure -> failure, closed -> {});

        assertThat(around.isWrapperFor(Session.class)).isTrue();
        assertThat(around.unwrap(Session.class)).isSameAs(session);
    }

    @Test
    void namesNeitherUserNorDatabase() {
        assertThat(session.toString()).matches("session [0-9a-f]+");
    }
}
