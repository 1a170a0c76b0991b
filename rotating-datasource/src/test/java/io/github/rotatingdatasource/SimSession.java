package io.github.rotatingdatasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A physical connection of a simulated pool: who is logged in, and whether the database still knows it. */
final class SimSession implements InvocationHandler {
    final SimLogin login;
    final String user;
    final Connection connection;
    boolean alive = true;
    boolean open = true;
    boolean evictWhenBack;
    Instant lastUsed;

    SimSession(SimLogin login, Instant now) {
        this.login = login;
        this.user = login.user;
        this.lastUsed = now;
        this.connection = (Connection)
                Proxy.newProxyInstance(SimSession.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    static SimSession of(Connection connection) {
        return (SimSession) Proxy.getInvocationHandler(connection);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getName().equals("toString")) {
            return "session of " + user;
        }
        throw new UnsupportedOperationException(method.getName());
    }
}
