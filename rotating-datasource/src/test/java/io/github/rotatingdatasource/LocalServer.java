package io.github.rotatingdatasource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A program of this machine that serves from a directory of its own, until it is closed or the JVM exits. */
final class LocalServer implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final Thread atExit = new Thread(this::stop, "test-server-exit");

    private LocalServer(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts {@code command}, and returns when it {@code answers}. */
    static LocalServer start(Path directory, List<String> command, Callable<Boolean> answers) throws IOException {
        LocalServer server = new LocalServer(directory, run(directory, command));
        try {
            Await.until(() -> server.isAlive() && answers.call());
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** Runs {@code command} with its output in the directory's file {@code output}. */
    static Process run(Path directory, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output").toFile()))
                .start();
    }

    /** Returns a port that nobody listens on yet. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the server ended: " + Files.readString(directory.resolve("output")));
        }
        return true;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
