package io.github.rotatingdatasource.samples.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A part of a YAML document.
 *
 * @param content a map, a list, or a text, number or truth value
 */
record Yaml(Object content) {
    /** Returns the documents of a file in this sample's directory. */
    static List<Yaml> documents(String file) {
        return parse(text(file));
    }

    static List<Yaml> parse(String text) {
        Iterable<Object> documents =
                new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(Yaml::new)
                .toList();
    }

    static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is at {@code path}, whose steps are keys; fails if there is none. */
    Yaml at(String... path) {
        Yaml place = this;
        for (String step : path) {
            Yaml here = place;
            place = here.find(step)
                    .orElseThrow(() -> new AssertionError("wanted " + String.join(".", path) + " in " + here));
        }
        return place;
    }

    Optional<Yaml> find(String key) {
        return content instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get(key)).map(Yaml::new)
                : Optional.empty();
    }

    /** Returns the elements of a list. */
    List<Yaml> elements() {
        return ((List<?>) content).stream().map(Yaml::new).toList();
    }

    /** Returns the elements of the list at {@code key}, none if there is no such key. */
    Stream<Yaml> each(String key) {
        return find(key).stream().flatMap(list -> list.elements().stream());
    }

    /** Returns the text at {@code path}. */
    String string(String... path) {
        return String.valueOf(at(path).content());
    }

    int number(String... path) {
        return (Integer) at(path).content();
    }
}
