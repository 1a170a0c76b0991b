package io.github.rotatingdatasource.benchmarks.support;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.util.DriverInfo;

/**
 * Where, when, with what and how something was measured.
 *
 * @param facts each with its name, in the order in which they are shown
 */
public record Machine(Map<String, Object> facts) {
    private static final String UNKNOWN = "unknown";

    /** Returns the facts as of now; {@code command} is the command line of the program. */
    public static Machine now(String command) {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("command", "java -jar benchmarks/target/benchmarks.jar " + command);
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("cores", runtime.availableProcessors());
        facts.put("processor", processor());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("load before", load());
        facts.put("rotating-datasource", version("io.github.rotatingdatasource", "rotating-datasource"));
        facts.put("HikariCP", version("com.zaxxer", "HikariCP"));
        facts.put("pgjdbc", DriverInfo.DRIVER_VERSION);
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
        return Table.figure(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
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

    /** From what Maven puts into a jar; the library has none while it is only a directory of classes. */
    private static String version(String group, String artifact) {
        String path = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Machine.class.getResourceAsStream(path)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }
}
