package io.github.rotatingdatasource.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program beside what an operator would provide: a PostgreSQL whose users last 15 seconds, with the table of {@link
 * TestDatabase#createAccountsTable()}, and a sidecar that writes the user of the day to a file.
 *
 * <p>The program finds them in its environment, as {@value #URL} and {@value #FILE}. It is a JVM of its own with this one's
 * class path, and is asked to end after a minute, or the system property {@value #SECONDS}.
 */
public final class Demo {
    /** The environment variable with the JDBC URL, without a login. */
    public static final String URL = "DB_URL";

    /** The environment variable with the path of the credential file. */
    public static final String FILE = "DB_CREDENTIAL_FILE";

    /** The system property that says how many seconds the program runs, 60 by default. */
    public static final String SECONDS = "demo.seconds";

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final long END_LIMIT_SECONDS = 20;

    private Demo() {}

    /**
     * Runs the main class that is named first, with the arguments that follow, and exits as it does, or with 0 if it was asked to
     * end.
     */
    public static void main(String[] command) throws IOException, SQLException, InterruptedException {
        // the log is the program's; ours would name users
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        Process program = started(command);
        boolean endedByItself = program.waitFor(Long.getLong(SECONDS, 60), TimeUnit.SECONDS);
        System.exit(endedByItself ? program.exitValue() : 0);
    }

    /** What is started here is closed when this JVM exits, the program first, however it comes to that. */
    private static Process started(String... command) throws IOException, SQLException {
        TestDatabase database = TestDatabase.start();
        database.createAccountsTable();
        Path directory = Files.createTempDirectory("demo");
        AtExit.close(() -> Directories.delete(directory));
        Path file = directory.resolve("db-creds");
        LeaseServer leases = LeaseServer.on(database, RoleSettings.defaults().withTtl(LEASE));
        AtExit.close(Sidecar.start(leases, FileRenderer.to(file).withMode("rw-------")));

        ProcessBuilder builder = new ProcessBuilder(javaWith(command)).inheritIO();
        builder.environment().put(URL, database.url());
        builder.environment().put(FILE, file.toString());
        Process program = builder.start();
        AtExit.close(() -> end(program));
        return program;
    }

    private static List<String> javaWith(String... command) {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        List<String> words = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        words.addAll(Arrays.asList(command));
        return words;
    }

    private static void end(Process program) throws InterruptedException {
        program.destroy(); // a request that the program may hear of twice: Ctrl-C reaches both of us
        if (!program.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }
}
