package io.github.rotatingdatasource.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * PostgreSQL from the programs that zonky packs into jars: one data directory per server, below the system's temporary
 * directory, and one set of programs per JVM.
 *
 * <p>The server writes its log itself, without a collector in between, so what a client has seen is in the log already.
 */
final class EmbeddedServer implements Server {
    private static final Duration STARTUP_LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final String password;
    private final Map<String, String> settings;
    private EmbeddedPostgres postgres;

    private EmbeddedServer(Path directory, String password, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.password = password;
        this.settings = settings;
        this.postgres = start(0);
    }

    static EmbeddedServer start(Map<String, String> settings) throws IOException {
        Path directory = Files.createTempDirectory("testkit-postgres");
        try {
            return new EmbeddedServer(directory, RandomText.password(), settings);
        } catch (IOException | RuntimeException failure) {
            failure.addSuppressed(new IOException("the server's log: " + read(directory.resolve("server.log"))));
            Directories.delete(directory);
            throw failure;
        }
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return postgres.getPort();
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public String log() throws IOException {
        return read(logFile());
    }

    @Override
    public void stop() throws IOException {
        postgres.close();
    }

    @Override
    public void startAgain() throws IOException {
        postgres = start(postgres.getPort());
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        Directories.delete(directory);
    }

    /** Starts a server, which initialises the data directory if there is none yet. */
    private EmbeddedPostgres start(int port) throws IOException {
        Path passwordFile = Files.writeString(directory.resolve("password"), password);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Programs.DIRECTORY)
                .setDataDirectory(directory.resolve("data"))
                .setDataDirectoryCustomizer(EmbeddedServer::configure)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(STARTUP_LIMIT)
                .setOutputRedirector(Redirect.appendTo(logFile().toFile()))
                // these become options of initdb, after zonky's own "-A trust"
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setConnectConfig("password", password);
        settings.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Adds our settings to those of initdb; when the server starts again they are there twice, which is harmless. */
    private static void configure(File data) {
        String ours = """
            log_line_prefix = '%s'
            lc_messages = 'C'
            unix_socket_directories = ''
            """.formatted(LOG_LINE_PREFIX);
        try {
            Files.writeString(data.toPath().resolve("postgresql.conf"), ours, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path logFile() {
        return directory.resolve("server.log");
    }

    private static String read(Path log) throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Where zonky unpacks the programs: not in its shared place, which other builds on this machine use as well. */
    private static final class Programs {
        static final File DIRECTORY = create();

        private static File create() {
            try {
                Path directory = Files.createTempDirectory("testkit-postgres-programs");
                AtExit.close(() -> Directories.delete(directory));
                return directory.toFile();
            } catch (IOException failure) {
                throw new UncheckedIOException("could not create a directory for the programs", failure);
            }
        }
    }
}
