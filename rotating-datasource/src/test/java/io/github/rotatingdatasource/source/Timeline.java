package io.github.rotatingdatasource.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recording of the files that a live agent rendered one after the other. */
record Timeline(List<Rendering> renderings) {
    /** When the agent was started, as far as a replay is concerned. */
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|(\\d+))");

    static Timeline of(String name) throws IOException {
        try (InputStream in = Timeline.class.getResourceAsStream("/fixtures/timelines/" + name + ".jsonl")) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            return new Timeline(lines.stream()
                    .filter(line -> line.contains("\"event\": \"file\""))
                    .map(Rendering::of)
                    .toList());
        }
    }

    /** Two line feeds more than the keys: a {@code {{ with }}} block leaves an empty line before and after. */
    record Rendering(Instant seen, Instant written, String username, String password, String ttl, String text) {
        static Rendering of(String line) {
            String leaseId = line.contains("\"lease_id\": null") ? "" : "DB_LEASE_ID=" + field(line, "lease_id") + "\n";
            String user = field(line, "user");
            String password = field(line, "password");
            String ttl = field(line, "ttl");
            String text = "\nDB_USER=" + user + "\nDB_PASS=" + password + "\n" + leaseId + "DB_TTL=" + ttl + "\n\n";
            if (text.length() != Integer.parseInt(field(line, "size"))) {
                throw new AssertionError("size differs from the recording: " + line);
            }
            return new Rendering(time(line, "t_ms"), time(line, "mtime_ms"), user, password, ttl, text);
        }

        private static Instant time(String line, String name) {
            return START.plusMillis(Long.parseLong(field(line, name)));
        }

        private static String field(String line, String name) {
            Matcher matcher = FIELD.matcher(line);
            while (matcher.find()) {
                if (matcher.group(1).equals(name)) {
                    return matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                }
            }
            throw new AssertionError("no " + name + " in " + line);
        }

        /** Writes as agents do: a neighbour with a name of digits, renamed into place. */
        void renderTo(Path file) throws IOException {
            Path neighbour = file.resolveSibling("4711");
            Files.writeString(neighbour, text);
            Files.setLastModifiedTime(neighbour, FileTime.from(written));
            Files.move(neighbour, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
