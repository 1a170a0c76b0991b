package io.github.rotatingdatasource.benchmarks.support;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this jar in a JVM of its own, and reads its answer from a file. */
public final class Jvm {
    /** The longest of them takes some minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private Jvm() {}

    /** Reads the answer. */
    @FunctionalInterface
    public interface Answer<T> {
        /** Returns what is in {@code file}. */
        T read(Path file) throws IOException;
    }

    /** Runs the {@code main} of {@code program}, whose first argument is the file for its answer, and returns the answer. */
    public static <T> T run(Class<?> program, List<String> arguments, Answer<T> answer)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("benchmarks", ".answer");
        try {
            runTo(file, program, arguments);
            return answer.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void runTo(Path file, Class<?> program, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = start(file, program, arguments);
        try {
            if (!process.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
                throw new IllegalStateException("after " + LIMIT.toMinutes() + " min there was no answer of "
                        + program.getSimpleName() + " " + String.join(" ", arguments));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "could not run " + program.getSimpleName() + " " + String.join(" ", arguments) + "; see above");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy); // such as a database
            process.destroy();
        }
    }

    private static Process start(Path file, Class<?> program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
