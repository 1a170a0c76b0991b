package io.github.rotatingdatasource.testkit;

import java.io.IOException;

/**
 * A PostgreSQL that asks every user for a password; if it is our own, it writes SQLStates to its log.
 *
 * <p>Not thread-safe: {@link TestDatabase} calls one method at a time.
 */
interface Server extends AutoCloseable {
    /** What comes before each message in the server's log: the time and the SQLState. */
    String LOG_LINE_PREFIX = "%m %e ";

    /** Returns the host to connect to. */
    String host();

    /** Returns the port to connect to; the same for as long as the server exists. */
    int port();

    /** Returns whether it was started by us, so that there is a log, and an empty server to make a database in. */
    default boolean isOurs() {
        return true;
    }

    /** Returns the JDBC URL of this database. */
    default String url(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** Returns the name of the user who may do everything. */
    default String superuser() {
        return TestDatabase.SUPERUSER;
    }

    /** Returns that user's password. */
    String password();

    /** Returns everything that the server has logged since it first started. */
    String log() throws IOException;

    /** Stops the server and ends every session; its data stays. */
    void stop() throws IOException;

    /** Starts the stopped server with the same data on the same port, and returns when it answers. */
    void startAgain() throws IOException;

    /** Stops the server and deletes all that belongs to it. */
    @Override
    void close() throws IOException;
}
