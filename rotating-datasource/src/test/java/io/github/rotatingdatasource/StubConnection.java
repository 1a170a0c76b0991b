package io.github.rotatingdatasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection to a {@link StubDatabase}: it can be closed, aborted, asked whether it is alive, and executes any text. */
final class StubConnection implements InvocationHandler {
    private final StubDatabase database;
    private final AtomicBoolean autoCommit = new AtomicBoolean(true);
    private final AtomicBoolean readOnly = new AtomicBoolean();

    StubConnection(StubDatabase database) {
        this.database = database;
    }

    Connection asConnection() {
        return (Connection) proxy(Connection.class, this);
    }

    @SuppressWarnings("ReferenceEquality") // each is one of a kind
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(StubConnection.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws SQLException {
        switch (method.getName()) {
            case "close" -> database.close(this);
            case "abort" -> database.abort(this);
            case "setSchema", "setCatalog" -> database.execute(method.getName() + " " + arguments[0]);
            case "setAutoCommit" -> autoCommit.set((Boolean) arguments[0]);
            case "setReadOnly" -> readOnly.set((Boolean) arguments[0]);
            default -> {
                return answer(proxy, method, arguments);
            }
        }
        return null;
    }

    private Object answer(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "isClosed" -> !database.isOpen(this);
            case "isValid" -> database.isOpen(this);
            case "getAutoCommit" -> autoCommit.get();
            case "isReadOnly" -> readOnly.get();
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "getNetworkTimeout" -> 0;
            case "isWrapperFor" -> false;
            case "getMetaData" -> proxy(DatabaseMetaData.class, (self, asked, none) -> "PostgreSQL");
            case "createStatement" -> proxy(Statement.class, this::statement);
            case "equals" -> isSame(proxy, arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "stub of app-user-1";
            case "clearWarnings", "setNetworkTimeout", "setTransactionIsolation", "rollback", "commit" -> null;
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Object statement(Object proxy, Method method, Object[] arguments) throws SQLException {
        if (method.getName().equals("execute")) {
            database.execute((String) arguments[0]);
            return true;
        }
        return switch (method.getName()) {
            case "isClosed" -> false;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> isSame(proxy, arguments[0]);
            case "close", "setQueryTimeout" -> null;
            case "getQueryTimeout" -> 0;
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }
}
