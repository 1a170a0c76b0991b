package io.github.rotatingdatasource.benchmarks.many;

import com.sun.management.OperatingSystemMXBean;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.benchmarks.support.Jvm;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Opens many data sources in a JVM of its own, lets them be, and lets all of them rotate at once. */
public final class ManyTrial {
    /** Until what starts a pool has ended: its threads that made the first connections end after five seconds. */
    private static final Duration SETTLES = Duration.ofSeconds(12);

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path directory = Files.createTempDirectory("many");
    private final Kind kind;
    private final int count;
    private final List<DataSource> all = new ArrayList<>();

    private ManyTrial(Kind kind, int count) throws IOException {
        this.kind = kind;
        this.count = count;
    }

    /** Called in the new JVM: where the answer goes, the kind, how many, and for how many seconds nothing happens. */
    public static void main(String[] arguments) throws Exception {
        ManyTrial trial = new ManyTrial(Kind.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
        Cost cost = trial.run(Duration.ofSeconds(Integer.parseInt(arguments[3])));
        trial.deleteFiles();
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
            out.writeObject(cost);
        }
        System.exit(0);
    }

    static Cost run(Kind kind, int count, int idleSeconds) throws IOException, InterruptedException {
        return Jvm.run(
                ManyTrial.class,
                List.of(kind.name(), Integer.toString(count), Integer.toString(idleSeconds)),
                ManyTrial::read);
    }

    private static Cost read(Path answer) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(answer))) {
            return (Cost) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("the other JVM has another class path", e);
        }
    }

    private Cost run(Duration idle) throws Exception {
        for (int i = 0; i < count; i++) {
            write(i, "first");
            all.add(kind.open("many-" + i, file(i)));
        }
        useEach();
        pause(SETTLES);
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long before = SYSTEM.getProcessCpuTime();
        pause(idle);
        long cpu = (SYSTEM.getProcessCpuTime() - before) / idle.toSeconds();
        return rotate(new Cost(THREADS.getThreadCount(), names(), heap, cpu, 0, 0, 0));
    }

    private void useEach() throws SQLException {
        for (DataSource one : all) {
            try (Connection connection = one.getConnection()) {
                connection.isValid(1);
            }
        }
    }

    private Cost rotate(Cost idle) throws IOException {
        if (kind == Kind.BARE) {
            return idle;
        }
        THREADS.resetPeakThreadCount();
        long cpu = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            write(i, "second");
        }
        while (!all.stream().allMatch(ManyTrial::hasRotated)) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new IllegalStateException("some have not rotated within " + LIMIT);
            }
            pause(Duration.ofMillis(2));
        }
        return new Cost(
                idle.threads(),
                idle.names(),
                idle.heap(),
                idle.cpu(),
                System.nanoTime() - began,
                SYSTEM.getProcessCpuTime() - cpu,
                THREADS.getPeakThreadCount());
    }

    /** The first generation counts as none. */
    private static boolean hasRotated(DataSource one) {
        return ((RotatingDataSource) one).status().generation() >= 2;
    }

    private Path file(int index) {
        return directory.resolve("login-" + index);
    }

    private void write(int index, String user) throws IOException {
        Path written = directory.resolve("new-" + index);
        Files.writeString(written, "DB_USER=" + user + "\nDB_PASS=secret\n");
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        Files.move(written, file(index), StandardCopyOption.ATOMIC_MOVE);
    }

    private void deleteFiles() throws IOException {
        for (int i = 0; i < count; i++) {
            Files.deleteIfExists(file(i));
        }
        Files.delete(directory);
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new TreeMap<>();
        Thread.getAllStackTraces()
                .keySet()
                .forEach(thread -> names.merge(thread.getName().replaceAll("[0-9]+", "N"), 1, Integer::sum));
        return names;
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
