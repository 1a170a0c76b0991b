package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Every user, password and lease that a drill has made, so that a message can be shown without them. Thread-safe. */
final class Secrets {
    /** The longest first: one may be a part of another. */
    private final Set<String> texts = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    void add(IssuedLease lease) {
        texts.add(lease.username());
        texts.add(lease.password());
        texts.add(lease.id());
    }

    /** Returns the first line of {@code message} with three dots for each secret. */
    String without(String message) {
        String shown = message.lines().findFirst().orElse("");
        for (String secret : texts) {
            shown = shown.replace(secret, "...");
        }
        return shown;
    }
}
