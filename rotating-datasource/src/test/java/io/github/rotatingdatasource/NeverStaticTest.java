package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.OtherLogin.Login;
import io.github.rotatingdatasource.OtherLogin.Reader;
import io.github.rotatingdatasource.OtherLogin.Surroundings;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing logs in when the source has nothing, wherever else a working login lies; and what lies there is not preferred to
 * what the source gives. The server's own log is the judge: it has a line for each connection, accepted or not.
 */
@Tag("database")
class NeverStaticTest {
    private static final String SUPERUSER = "static_login";
    private static final String PASSWORD = "works-everywhere";
    private static final String TRUSTED = "operating_system_user";
    private static final List<String> SOURCES = List.of(
            "missing file",
            "missing volume",
            "nothing offered",
            "sidecar that is gone",
            "AWS agent that is gone",
            "source that throws");
    private static final Pattern CONNECTION = Pattern.compile("connection received: ");

    private static TestDatabase database;
    private static LeaseServer leases;
    private static int marks;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.start(Map.of("log_connections", "on"));
        database.execute(
                "CREATE ROLE " + SUPERUSER + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE ROLE " + TRUSTED + " SUPERUSER LOGIN",
                trust(TRUSTED),
                "SELECT pg_reload_conf()");
        leases = LeaseServer.on(database);
        leases.issue(); // logs in
    }

    @AfterAll
    static void stop() {
        leases.close();
        database.close();
    }

    /** Returns what lets a user in without a password, as servers let in who is logged in to their machine. */
    private static String trust(String user) throws SQLException {
        String rules = "'host all " + user + " all trust'), ('host all all all scram-sha-256'";
        return "COPY (VALUES (" + rules + ")) TO '" + database.query(String.class, "SHOW hba_file") + "'";
    }

    @ParameterizedTest
    @EnumSource
    void nothingLogsInWhenTheSourceHasNothing(OtherLogin other) throws Exception {
        Surroundings surroundings = other.with(login());
        mark();

        List<String> answers = run("nothing", surroundings, directory.resolve("no-such-file"));

        String answer = other.reader == Reader.REFUSED ? "IllegalArgumentException" : "CredentialsUnavailableException";
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(SOURCES.stream()
                        .flatMap(source -> Stream.of(source + ", -1: " + answer, source + ", 1: " + answer))
                        .toList());
        assertThat(connectionsSince(mark())).isZero();
    }

    /** Without this one the other would prove nothing: the login that lies there does work for whoever looks there. */
    @ParameterizedTest
    @EnumSource
    void whoeverLooksThereIsLetInAndTheSourceIsPreferred(OtherLogin other) throws Exception {
        Surroundings surroundings = other.with(login());
        IssuedLease lease = leases.issue();
        FileRenderer.to(directory.resolve("creds")).render(lease);
        mark();

        List<String> answers = run("control", surroundings, directory.resolve("creds"));

        assertThat(answers).containsExactly("driver: " + userAt(other), "source: " + userFor(other, lease));
        assertThat(connectionsSince(mark())).isPositive();
    }

    private static String userAt(OtherLogin other) {
        if (other.reader == Reader.NOBODY) {
            return "PSQLException";
        }
        return other == OtherLogin.OPERATING_SYSTEM_USER ? TRUSTED : SUPERUSER;
    }

    private static String userFor(OtherLogin other, IssuedLease lease) {
        return other.reader == Reader.REFUSED ? "IllegalArgumentException" : lease.username();
    }

    private Login login() {
        return new Login(database, SUPERUSER, PASSWORD, TRUSTED, directory);
    }

    /** Runs the probe in a JVM of its own, and returns what it says. */
    private List<String> run(String what, Surroundings surroundings, Path file) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command(what, surroundings, file))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(surroundings.environment());
        int exit = builder.start().waitFor();
        String text = Files.readString(output);
        assertThat(exit).as(text).isZero();
        return text.lines()
                .filter(line -> line.startsWith(LoginProbe.MARK))
                .map(line -> line.substring(LoginProbe.MARK.length()))
                .toList();
    }

    private static List<String> command(String what, Surroundings surroundings, Path file) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(surroundings)));
        surroundings.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(LoginProbe.class.getName(), what, surroundings.url(), file.toString()));
        return command;
    }

    private static String classPath(Surroundings surroundings) {
        List<String> path = new ArrayList<>();
        surroundings.more().forEach(directory -> path.add(directory.toString()));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback")) // nobody reads the log, and it starts sooner without
                .forEach(path::add);
        return String.join(File.pathSeparator, path);
    }

    /** Writes a line to the server's log, and returns what the log has had between the one before and this one. */
    private static String mark() throws SQLException, IOException {
        String last = "mark " + marks + " ";
        String next = "mark " + ++marks + " ";
        database.execute("DO $$ BEGIN RAISE LOG '" + next + "'; END $$");
        Await.until(() -> database.serverLog().contains("LOG:  " + next)); // a container's log is late
        String log = database.serverLog();
        return log.substring(Math.max(0, log.indexOf("LOG:  " + last)), log.indexOf("LOG:  " + next));
    }

    /** Returns how many connections there were, not counting the one that wrote the mark. */
    private static long connectionsSince(String log) {
        return CONNECTION.matcher(log).results().count() - 1;
    }
}
