package io.github.rotatingdatasource.samples.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is in {@code compose.yaml}. */
final class Compose {
    private Compose() {}

    private static Map<String, Map<String, Object>> services() {
        return section("services");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> section(String name) {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text("compose.yaml"));
        return (Map<String, Map<String, Object>>) file.get(name);
    }

    static Map<String, String> environmentOf(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        ((Map<?, ?>) services().get(service).get("environment"))
                .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        return environment;
    }

    /** Returns the paths on this side of all mounts, with where they are mounted. */
    static List<String> mounts() {
        return services().values().stream()
                .map(service -> service.getOrDefault("volumes", List.of()))
                .flatMap(volumes -> ((List<?>) volumes).stream())
                .map(String::valueOf)
                .filter(mount -> mount.startsWith("."))
                .toList();
    }

    static String volumesOf(String service) {
        return String.valueOf(services().get(service).get("volumes"));
    }

    /** Returns the named volumes that are in memory, which are emptied when the last service that has them stops. */
    static List<String> volumesInMemory() {
        return section("volumes").entrySet().stream()
                .filter(volume -> String.valueOf(volume.getValue()).contains("type=tmpfs"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the services that end before others start. */
    static List<String> oneShots() {
        return services().keySet().stream().filter(Compose::isAwaited).toList();
    }

    private static boolean isAwaited(String service) {
        String completed = service + "={condition=service_completed_successfully}";
        return services().values().stream()
                .anyMatch(other -> String.valueOf(other.get("depends_on")).contains(completed));
    }

    static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
