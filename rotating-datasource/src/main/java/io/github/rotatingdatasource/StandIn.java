package io.github.rotatingdatasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * A connection with no database behind it, given to a pool so that a caller who waits in it wakes up: HikariCP wakes waiters
 * for nothing else, not even when it is closed. It accepts what a pool does to a new connection, and does nothing.
 *
 * <p>No application ever sees one: whoever gets it out of the pool finds his generation marked and looks elsewhere.
 */
interface StandIn {
    /** Returns a new stand-in. */
    static Connection create() {
        return (Connection) Proxy.newProxyInstance(
                StandIn.class.getClassLoader(), new Class<?>[] {Connection.class, StandIn.class}, new Nothing());
    }

    /** Answers everything with as little as its type allows. */
    final class Nothing implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "isValid", "getAutoCommit" -> true;
                case "isWrapperFor" -> ((Class<?>) arguments[0]).isInstance(proxy);
                case "unwrap" -> ((Class<?>) arguments[0]).cast(proxy);
                case "equals" -> isSame(proxy, arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "stand-in";
                default -> least(method.getReturnType());
            };
        }

        @SuppressWarnings("ReferenceEquality") // each stand-in is one of a kind
        private static boolean isSame(Object one, @Nullable Object other) {
            return one == other;
        }

        private static @Nullable Object least(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            if (type == int.class) {
                return 0;
            }
            if (type == long.class) {
                return 0L;
            }
            if (Statement.class.isAssignableFrom(type)) {
                return Proxy.newProxyInstance(
                        StandIn.class.getClassLoader(), new Class<?>[] {type, Wrapper.class}, new Nothing());
            }
            return null;
        }
    }
}
