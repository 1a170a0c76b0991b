package io.github.rotatingdatasource;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Everything that nobody may print, and the search for it. Thread-safe. */
final class Secrets {
    /** What is shorter is found where it does not come from. */
    private static final int SHORTEST = 8;

    private static final int EXCERPT = 120;

    private final Map<String, String> names = new ConcurrentHashMap<>();

    void add(String name, String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(name + " is too short to be searched for: " + secret);
        }
        names.put(secret, name);
    }

    void add(IssuedLease lease) {
        add("a username", lease.username());
        add("a password", lease.password());
        add("a lease id", lease.id());
    }

    /** Adds what a credential file holds: its lines as they are, and what they have behind the first equals sign. */
    void addLinesOf(String content) {
        content.lines()
                .flatMap(line -> Stream.of(line, line.substring(line.indexOf('=') + 1)))
                .filter(text -> text.length() >= SHORTEST && !text.startsWith("DB_TTL=3"))
                .forEach(text -> add("content of the file", text));
    }

    /** Returns where {@code text} has a secret, and what kind of; {@code where} says what the text is. */
    List<String> in(String where, String text) {
        return names.entrySet().stream()
                .filter(secret -> text.contains(secret.getKey()))
                .map(secret -> where + " has " + secret.getValue() + ": " + excerpt(text, secret.getKey()))
                .toList();
    }

    private static String excerpt(String text, String secret) {
        int at = text.indexOf(secret);
        return text.substring(Math.max(0, at - EXCERPT), Math.min(text.length(), at + secret.length() + EXCERPT));
    }
}
