package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class CountedSocketsTest {
    private final SocketCount count = CountedSockets.count("counted");
    private final TestDatabase database = TestDatabase.shared();

    @BeforeEach
    void reset() {
        count.reset();
    }

    @Test
    void countsWhatTheDriverOpensAndCloses() throws Exception {
        IssuedConnections connections = new IssuedConnections("counted");
        Connection first = connections.open();
        Connection second = connections.open();
        assertThat(count.open()).isEqualTo(2);

        first.close();
        assertThat(count.open()).isEqualTo(1);
        second.close();
        second.close();

        assertThat(count.open()).isZero();
        assertThat(count.peak()).isEqualTo(2);
        assertThat(count.opened()).isEqualTo(2);
    }

    @Test
    void countsAbortedConnectionsAsClosed() throws Exception {
        Connection connection = new IssuedConnections("counted").open();

        connection.abort(Runnable::run);

        assertThat(count.open()).isZero();
    }

    @Test
    void countsRefusedLoginsAsOpenedAndClosed() {
        assertThatThrownBy(() -> new IssuedConnections("counted").dataSource().getConnection("nobody", "x"))
                .hasFieldOrPropertyWithValue("SQLState", "28P01");

        assertThat(count.open()).isZero();
        assertThat(count.opened()).isEqualTo(1);
    }

    @Test
    void tellsKeysApart() throws Exception {
        try (Connection other = new IssuedConnections("other").open()) {
            assertThat(other.isValid(1)).isTrue();
            assertThat(CountedSockets.count("other").open()).isEqualTo(1);
            assertThat(count.opened()).isZero();
        }
    }

    @Test
    void letsThePeakBeginAtWhatIsOpen() throws Exception {
        IssuedConnections connections = new IssuedConnections("counted");
        try (Connection stays = connections.open()) {
            connections.open().close();
            assertThat(count.peak()).isEqualTo(2);

            count.reset();

            assertThat(stays.isValid(1)).isTrue();
            assertThat(count.peak()).isEqualTo(1);
            assertThat(count.opened()).isZero();
        }
    }

    @Test
    void doesNotCountAConnectionThatNobodyAccepts() {
        assertThatThrownBy(() -> new CountedSockets("counted").createSocket("127.0.0.1", freePort()))
                .isInstanceOf(ConnectException.class);

        assertThat(count.opened()).isZero();
        assertThat(count.open()).isZero();
    }

    @Test
    void countsSocketsThatAreBornConnected() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 50, loopback);
                Socket socket = new CountedSockets("counted").createSocket(loopback, server.getLocalPort())) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(count.open()).isEqualTo(1);
        }
        assertThat(count.open()).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Opens connections of one user whose sockets are counted. */
    private final class IssuedConnections {
        private final String key;

        IssuedConnections(String key) {
            this.key = key;
        }

        DataSource dataSource() throws SQLException {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(database.url());
            CountedSockets.driverProperties(key).forEach((name, value) -> set(dataSource, name, value));
            return dataSource;
        }

        Connection open() throws SQLException {
            database.execute("""
                DO $$ BEGIN CREATE ROLE counting LOGIN PASSWORD 'counting-1';
                EXCEPTION WHEN duplicate_object THEN NULL; END $$\
                """);
            return dataSource().getConnection("counting", "counting-1");
        }

        private void set(PGSimpleDataSource dataSource, String name, String value) {
            try {
                dataSource.setProperty(name, value);
            } catch (SQLException failure) {
                throw new IllegalArgumentException(failure);
            }
        }
    }
}
