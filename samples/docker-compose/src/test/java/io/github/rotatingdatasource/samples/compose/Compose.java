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

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text("compose.yaml"));
        return (Map<String, Map<String, Object>>) file.get("services");
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

    static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
