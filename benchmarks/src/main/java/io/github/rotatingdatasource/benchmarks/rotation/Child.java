package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Jvm;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a {@link Scenario} in a JVM of its own, so that no way to rotate is measured with code that another has warmed up. */
public final class Child {
    private Child() {}

    /** Called in the new JVM: where the recording goes, and the order. */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        write(Scenario.run(Order.of(rest)), Path.of(arguments[0]));
        System.exit(0);
    }

    static Recording run(Order order) throws IOException, InterruptedException {
        return Jvm.run(Child.class, order.arguments(), answer -> read(Recording.class, answer));
    }

    static void write(Serializable answer, Path file) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(answer);
        }
    }

    static <T extends Serializable> T read(Class<T> type, Path file) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return type.cast(in.readObject());
        } catch (ClassNotFoundException e) {
            throw new IOException("the other JVM has another class path", e);
        }
    }
}
