package io.github.rotatingdatasource.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A document of the repository, and what can be tried of it. */
record Markdown(String text) {
    /** Reads the document at {@code path} from the root of the repository. */
    static Markdown at(String path) throws IOException {
        return new Markdown(Files.readString(Path.of("..").resolve(path)));
    }

    /** Returns what is between the markers of this name, which may be there more than once or not at all. */
    List<Markdown> between(String marker) {
        return matches("<!-- " + marker + " -->(.*?)<!-- /" + marker + " -->").stream()
                .map(Markdown::new)
                .toList();
    }

    /** Returns all blocks of this language. */
    List<String> blocks(String language) {
        return matches("(?m)^```" + language + "\n(.*?)^```$");
    }

    /** Returns what the first group of {@code regex} matches, wherever it does. */
    List<String> matches(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
