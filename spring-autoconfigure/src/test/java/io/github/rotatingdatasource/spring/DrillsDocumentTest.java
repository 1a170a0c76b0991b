package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/drills.md are what tests run. */
class DrillsDocumentTest {
    private static Markdown document() throws IOException {
        return Markdown.at("docs/drills.md");
    }

    @Test
    void examplesAreTheSourcesOfTests() throws Exception {
        List<String> sources = document().matches("<!-- example: (\\S+) -->");
        List<String> shown = document().matches("<!-- example: \\S+ -->\n```java\n(.*?)\n?```");

        assertThat(sources).hasSize(2).hasSameSizeAs(shown);
        for (int i = 0; i < sources.size(); i++) {
            String body = example(sources.get(i));
            assertThat(shown.get(i)).as(sources.get(i)).isIn(body, body + "\n}"); // a part of a class ends here
        }
    }

    private static String example(String source) throws IOException {
        String text = Files.readString(Path.of("..").resolve(source));
        return text.split("// docs/drills.md: begin\n", 2)[1].split("// docs/drills.md: end", 2)[0].stripTrailing();
    }

    @Test
    void linesWithCurlAskWhatTheEndpointsDocumentationAsks() throws Exception {
        List<String> known = Markdown.at("docs/spring-boot.md").matches("(?m)^curl (.*?)$");

        assertThat(document().matches("(?m)^curl -s (.*?)(?: +#.*?)?$"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(known).contains(line));
    }
}
