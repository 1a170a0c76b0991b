package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Jvm;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return Jvm.run(Child.class, order.arguments(), Child::read);
    }

    private static Recording read(Path answer) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(answer))) {
            return (Recording) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("the other JVM has another class path", e);
        }
    }
}
