package io.github.rotatingdatasource;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/** A MariaDB of our own: the system's program, as in Debian's {@code mariadb-server-core}, on a data directory of its own. */
final class MariaDb implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    private static final List<Path> TABLES = List.of(
            Path.of("/usr/share/mysql/mysql_system_tables.sql"),
            Path.of("/usr/share/mysql/mysql_system_tables_data.sql"));
    private static final String USERS = """
            CREATE USER admin@localhost IDENTIFIED BY 'admin';
            GRANT ALL ON *.* TO admin@localhost WITH GRANT OPTION;
            CREATE DATABASE app;
            """;

    private final int port;
    private final LocalServer server;

    private MariaDb(int port, LocalServer server) {
        this.port = port;
        this.server = server;
    }

    /** Starts a server, in about a second, or leaves the test out if there is none on this machine. */
    static MariaDb start() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no MariaDB: install mariadb-server-core");
        Path directory = Files.createTempDirectory("test-mariadb");
        createTables(directory);
        int port = LocalServer.freePort();
        Path users = Files.writeString(directory.resolve("users.sql"), USERS);
        List<String> command = command(
                directory,
                "--init-file=" + users,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + directory.resolve("socket"));
        return new MariaDb(port, LocalServer.start(directory, command, () -> accepts(port)));
    }

    private static void createTables(Path directory) throws Exception {
        Process bootstrap = LocalServer.run(directory, command(directory, "--bootstrap"));
        try (Writer input = bootstrap.outputWriter()) {
            input.write("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
            for (Path file : TABLES) {
                input.write(Files.readString(file));
            }
        }
        if (bootstrap.waitFor() != 0) {
            throw new IOException("no system tables: " + Files.readString(directory.resolve("output")));
        }
    }

    private static List<String> command(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--no-defaults"));
        command.add("--datadir=" + Files.createDirectories(directory.resolve("data")));
        command.add("--user=" + System.getProperty("user.name"));
        command.add("--innodb-buffer-pool-size=8M");
        command.addAll(List.of(options));
        return command;
    }

    private static boolean accepts(int port) {
        try {
            connect(port, "mariadb", "app", "admin", "admin").close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Logs in with MySQL's driver or MariaDB's, as {@code kind} says, to {@code target}: a database, and options. */
    private static Connection connect(int port, String kind, String target, String username, String password)
            throws SQLException {
        Driver driver = kind.equals("mysql") ? new com.mysql.cj.jdbc.Driver() : new org.mariadb.jdbc.Driver();
        Properties login = new Properties();
        login.setProperty("user", username);
        login.setProperty("password", password);
        return driver.connect("jdbc:" + kind + "://127.0.0.1:" + port + "/" + target, login);
    }

    Connection connect(String kind, String target, String username, String password) throws SQLException {
        return connect(port, kind, target, username, password);
    }

    void execute(String... statements) throws SQLException {
        try (Connection admin = connect("mariadb", "app", "admin", "admin")) {
            for (String statement : statements) {
                Sql.run(admin, statement);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
