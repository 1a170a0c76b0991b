package io.github.rotatingdatasource.benchmarks.support;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Where, when, with what and how something was measured.
 *
 * @param facts each with its name, in the order in which they are shown
 */
public record Machine(Map<String, Object> facts) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Returns the facts as of now; {@code command} is the command line of the program. */
    public static Machine now(String command) {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("command", "java -jar benchmarks/target/benchmarks.jar " + command);
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("cores", runtime.availableProcessors());
        facts.put("processor", processor());
        facts.put("memory", SYSTEM.getTotalMemorySize() / (1 << 30) + " GiB");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("load before", load());
        versions(facts);
        return new Machine(facts);
    }

    /** Returns these facts and one more. */
    public Machine with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Machine(more);
    }

    /** Returns these facts and the load of the machine now, after the measuring. */
    public Machine after() {
        return with("load after", load());
    }

    String markdown() {
        StringBuilder lines = new StringBuilder();
        facts.forEach((name, value) ->
                lines.append("- ").append(name).append(": ").append(value).append('\n'));
        return lines.toString();
    }

    private static String load() {
        return Table.figure(SYSTEM.getSystemLoadAverage());
    }

    private static String processor() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
            return lines.stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    /** Maven wrote them down when this was built. */
    private static void versions(Map<String, Object> facts) {
        try (InputStream in = Machine.class.getResourceAsStream("/versions.properties")) {
            Properties versions = new Properties();
            versions.load(Objects.requireNonNull(in, "versions.properties"));
            versions.stringPropertyNames().stream().sorted().forEach(name -> facts.put(name, versions.get(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the versions", e);
        }
    }
}
