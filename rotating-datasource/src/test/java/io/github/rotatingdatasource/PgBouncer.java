package io.github.rotatingdatasource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The system's PgBouncer in front of a test database, as long as this lives. */
final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final int port;
    private final LocalServer server;

    private PgBouncer(int port, LocalServer server) {
        this.port = port;
        this.server = server;
    }

    static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no PgBouncer: install pgbouncer");
    }

    /**
     * Starts one.
     *
     * @param users the lines of its list of users, each with a name and a password in quotes
     */
    static PgBouncer start(String host, int serverPort, String authType, String... users) throws IOException {
        Path directory = Files.createTempDirectory("test-pgbouncer");
        Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString("rwxrwxrwx")); // it does not run as root
        int port = LocalServer.freePort();
        Path list = Files.write(directory.resolve("users"), List.of(users));
        String settings = """
                [databases]
                app = host=%s port=%d dbname=app
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = %s
                auth_file = %s
                logfile = %s
                client_login_timeout = 1
                server_login_retry = 0.1
                ignore_startup_parameters = extra_float_digits
                """.formatted(host, serverPort, port, authType, list, directory.resolve("log"));
        Path file = Files.writeString(directory.resolve("ini"), settings);
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--quiet", file.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.add(1, "--user=nobody");
        }
        return new PgBouncer(port, LocalServer.start(directory, command, () -> answers(port)));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    Connection connect(String username, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/app", username, password);
    }

    @Override
    public void close() {
        server.close();
    }
}
