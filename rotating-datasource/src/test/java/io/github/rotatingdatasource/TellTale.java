package io.github.rotatingdatasource;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import org.jspecify.annotations.Nullable;

/** A driver that names the user and the password whenever it fails, in one of many ways. */
final class TellTale extends BareDataSource {
    private final TestDatabase database;
    private volatile @Nullable Tale tale;
    private volatile String where = "getConnection";

    TellTale(TestDatabase database) {
        this.database = database;
    }

    /** How it tells. */
    enum Tale {
        IN_ITS_MESSAGE {
            @Override
            Throwable of(String secret) {
                return new SQLException("cannot use " + secret, "08006");
            }
        },
        AS_A_REFUSAL {
            @Override
            Throwable of(String secret) {
                return new SQLException("access denied for " + secret, "28000");
            }
        },
        IN_A_CAUSE {
            @Override
            Throwable of(String secret) {
                return new SQLException("cannot connect", "08001", new IOException("no route for " + secret));
            }
        },
        IN_THE_CAUSE_OF_A_CAUSE {
            @Override
            Throwable of(String secret) {
                Throwable cause = new SQLException("denied", new SQLException("refused", new IOException(secret)));
                return new SQLRecoverableException("cannot connect", "08001", cause);
            }
        },
        IN_WHAT_IT_SUPPRESSES {
            @Override
            Throwable of(String secret) {
                SQLException failure = new SQLException("cannot connect", "08001");
                failure.addSuppressed(new IOException("cannot close the socket of " + secret));
                return failure;
            }
        },
        IN_A_NEXT_EXCEPTION {
            @Override
            Throwable of(String secret) {
                SQLException failure = new SQLException("cannot connect", "08001");
                failure.setNextException(new SQLException("cannot use " + secret, "08006"));
                return failure;
            }
        },
        AS_A_RUNTIME_EXCEPTION {
            @Override
            Throwable of(String secret) {
                return new IllegalStateException("cannot use " + secret);
            }
        },
        AS_AN_ERROR {
            @Override
            Throwable of(String secret) {
                return new LinkageError("cannot use " + secret);
            }
        };

        abstract Throwable of(String secret);
    }

    /** Fails from now on in a method of the data source or of a connection. */
    void failIn(String method, Tale how) {
        where = method;
        tale = how;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        failIfIn("getConnection", username + ":" + password);
        Connection connection = database.connect(username, password);
        return (Connection) Proxy.newProxyInstance(
                TellTale.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    failIfIn(method.getName(), username + ":" + password);
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void failIfIn(String method, String secret) throws SQLException {
        Tale told = tale;
        if (told != null && method.equals(where)) {
            Throwable failure = told.of(secret);
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (SQLException) failure;
        }
    }

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("nobody may come without a login");
    }
}
