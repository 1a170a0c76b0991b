package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rotatingdatasource.source.Exchange.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** An exchange with a live server or agent, as it was recorded. */
record Recorded(String method, String path, String body, Reply reply) {
    private static final String DIRECTORY = "/fixtures/http/";

    /** Returns the exchange whose number {@code name} is, or begins with. */
    static Recorded exchange(String name) {
        String file = names().stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording " + name));
        try (InputStream in = Recorded.class.getResourceAsStream(DIRECTORY + file + ".json")) {
            return of(Json.flatten(new String(in.readAllBytes(), UTF_8)));
        } catch (IOException | CredentialUnavailable unreadable) {
            throw new IllegalStateException("recording " + file, unreadable);
        }
    }

    static Reply reply(String name) {
        return exchange(name).reply();
    }

    static List<String> names() {
        try (Stream<Path> files =
                Files.list(Path.of(Recorded.class.getResource(DIRECTORY).toURI()))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Recorded of(Map<String, String> values) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; values.containsKey("response.headers." + i + ".0"); i++) {
            headers.computeIfAbsent(
                            values.get("response.headers." + i + ".0").toLowerCase(Locale.ROOT),
                            name -> new ArrayList<>())
                    .add(values.get("response.headers." + i + ".1"));
        }
        Reply reply = new Reply(
                Integer.parseInt(values.get("response.status")),
                headers,
                values.get("response.body").getBytes(UTF_8));
        return new Recorded(
                values.get("request.method"),
                values.get("request.path"),
                values.getOrDefault("request.body", ""),
                reply);
    }
}
