package io.github.rotatingdatasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection that answers as it is told to, and remembers what it was asked. */
final class AskedConnection implements InvocationHandler {
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
        return type.cast(Proxy.newProxyInstance(AskedConnection.class.getClassLoader(), new Class<?>[] {type}, this));
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
