package io.github.rotatingdatasource.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/**
 * A database of a few lines behind {@code jdbc:stub:}: any login is good, but those it is told to refuse, and it notes who
 * logs in and what is open. For one test at a time.
 */
public final class StubDriver implements Driver {
    static final String URL = "jdbc:stub:app";

    static final AtomicInteger OPEN = new AtomicInteger();
    private static final Set<StubConnection> SESSIONS = ConcurrentHashMap.newKeySet();
    static final List<String> USERS = new CopyOnWriteArrayList<>();
    static final List<String> URLS = new CopyOnWriteArrayList<>();
    private static volatile String refusal;

    static {
        try {
            DriverManager.registerDriver(new StubDriver());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets what was, and accepts every login. */
    static void reset() {
        USERS.clear();
        URLS.clear();
        SESSIONS.clear();
        OPEN.set(0);
        refusal = null;
    }

    /** Answers each login from now on with this SQLState. */
    static void refuseWith(String state) {
        refusal = state;
    }

    static void accept() {
        refusal = null;
    }

    /** Ends all sessions and refuses to open others. */
    static void endSessionsAndRefuse() {
        refuseWith("28P01");
        SESSIONS.forEach(StubConnection::closed);
    }

    /** Ends all sessions and refuses to open others, until whoever asks {@code dataSource} hears that there is no login. */
    static void endSessionsAndRefuse(DataSource dataSource) {
        endSessionsAndRefuse();
        Awaitility.await().pollInterval(Duration.ofMillis(600)).until(() -> {
            try (Connection served = dataSource.getConnection()) {
                return served == null; // HikariCP looks at what was not used for half a second only
            } catch (SQLException e) {
                return "28000".equals(e.getSQLState());
            }
        });
    }

    @Override
    public Connection connect(String url, Properties login) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        URLS.add(url);
        USERS.add(login.getProperty("user"));
        if (refusal != null) {
            throw new SQLException("no login with s3cret today", refusal);
        }
        OPEN.incrementAndGet();
        StubConnection session = new StubConnection();
        SESSIONS.add(session);
        return (Connection) proxy(Connection.class, session);
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:stub:");
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(StubDriver.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** Answers what a pool asks: what it is not asked for is false, null or nothing. */
    private static final class StubConnection implements InvocationHandler {
        private boolean isClosed;

        @Override
        public synchronized Object invoke(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "close", "abort" -> closed();
                case "isClosed" -> isClosed;
                case "isValid" -> !isClosed;
                case "getAutoCommit" -> true;
                case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> isSame(proxy, arguments[0]);
                case "toString" -> "stub";
                default -> nothing(method.getReturnType());
            };
        }

        @SuppressWarnings("ReferenceEquality") // each is one of a kind
        private static boolean isSame(Object one, Object other) {
            return one == other;
        }

        synchronized Object closed() {
            if (!isClosed) {
                isClosed = true;
                OPEN.decrementAndGet();
            }
            return null;
        }

        private static Object nothing(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            if (type == int.class) {
                return 0;
            }
            if (type == String.class) {
                return "stub";
            }
            return type.isInterface() ? proxy(type, (self, method, none) -> nothing(method.getReturnType())) : null;
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
