package io.github.rotatingdatasource.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One recorded exchange with a real server or agent. */
record Recording(
        String name,
        String via,
        String method,
        String target,
        Map<String, String> requestHeaders,
        String requestBody,
        int status,
        List<Header> headers,
        String body) {
    /** Where the library's own tests have them; surefire says where this module is, an IDE starts there. */
    private static final Path DIRECTORY =
            Path.of(System.getProperty("basedir", ""), "../rotating-datasource/src/test/resources/fixtures/http");

    /** Returns the recording with this number. */
    static Recording number(int number) {
        String prefix = String.format("%03d-", number);
        return read(all().filter(file -> file.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording has the number " + number)));
    }

    /** Returns the numbers of all recordings. */
    static List<Integer> numbers() {
        return all().map(file -> Integer.valueOf(file.getFileName().toString().substring(0, 3)))
                .sorted()
                .toList();
    }

    private static Stream<Path> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not list the recordings in " + DIRECTORY, failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static Recording read(Path file) {
        try {
            Map<String, Object> exchange = Json.readObject(Files.readString(file));
            Map<String, Object> request = (Map<String, Object>) exchange.get("request");
            Map<String, Object> response = (Map<String, Object>) exchange.get("response");
            Map<String, String> requestHeaders = new LinkedHashMap<>();
            ((Map<String, Object>) request.get("headers"))
                    .forEach((name, value) -> requestHeaders.put(name, (String) value));
            return new Recording(
                    (String) exchange.get("name"),
                    (String) exchange.get("via"),
                    (String) request.get("method"),
                    (String) request.get("path"),
                    requestHeaders,
                    request.get("body") instanceof String body ? body : "",
                    ((Long) response.get("status")).intValue(),
                    ((List<List<String>>) response.get("headers"))
                            .stream()
                                    .map(pair -> new Header(pair.get(0), pair.get(1)))
                                    .toList(),
                    (String) response.get("body"));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + file, failure);
        }
    }
}
