package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a data source stands, as health and the endpoint show it: only what is known, and no secret. A credential appears as its
 * fingerprint.
 */
final class StatusView {
    private StatusView() {}

    /** Returns what is known of {@code status} at {@code now}. */
    static Map<String, Object> of(String name, RotationStatus status, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", name);
        details.put("phase", word(status.phase()));
        details.put("login", word(status.freshnessAt(now)));
        details.put("generation", status.generation());
        put(details, "credential", status.fingerprint());
        put(details, "leaseEnds", status.leaseEnds());
        put(details, "leaseLeft", seconds(status.leaseLeftAt(now)));
        put(details, "nextDue", status.dueAt());
        put(details, "sourceFailure", status.sourceFailure());
        put(details, "sourceFailingSince", status.sourceFailingSince());
        put(details, "unavailable", status.unavailable());
        return details;
    }

    /** Returns this view with the numbers of connections and rotations. */
    static Map<String, Object> inFull(String name, RotationStatus status, Instant now) {
        Map<String, Object> details = of(name, status, now);
        details.put("connections", status.connections());
        details.put("oldConnections", status.oldConnections());
        details.put("draining", status.draining());
        details.put("rotations", status.rotations());
        details.put("failures", status.failures());
        details.put("skipped", status.skipped());
        return details;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String seconds(@Nullable Duration left) {
        return left == null ? null : Duration.ofSeconds(left.toSeconds()).toString();
    }

    static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value instanceof Number ? value : value.toString());
        }
    }
}
