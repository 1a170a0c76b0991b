package io.github.rotatingdatasource.benchmarks.rotation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link Scenario} in a JVM of its own, so that no way to rotate is measured with code that another has warmed up. */
public final class Child {
    private Child() {}

    /** Called in the new JVM: where the recording goes, and the order. */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        Recording recording = Scenario.run(Order.of(rest));
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
            out.writeObject(recording);
        }
        System.exit(0);
    }

    static Recording run(Order order) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("rotation", ".recording");
        try {
            Process process = start(order, answer);
            try {
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("could not run " + order + "; see above");
                }
            } finally {
                process.destroy();
            }
            return read(answer);
        } finally {
            Files.delete(answer);
        }
    }

    private static Process start(Order order, Path answer) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                answer.toString()));
        command.addAll(order.arguments());
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private static Recording read(Path answer) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(answer))) {
            return (Recording) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("the other JVM has another class path", e);
        }
    }
}
