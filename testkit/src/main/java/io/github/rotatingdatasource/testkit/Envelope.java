package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The JSON around every success of Vault: the same members in the same order, null where there is nothing. */
final class Envelope {
    private final Map<String, Object> members = new LinkedHashMap<>();

    private Envelope() {
        members.put("request_id", UUID.randomUUID().toString());
        members.put("lease_id", "");
        members.put("renewable", false);
        members.put("lease_duration", 0);
        members.put("data", Json.NULL);
        members.put("wrap_info", Json.NULL);
        members.put("warnings", Json.NULL);
        members.put("auth", Json.NULL);
    }

    /** Returns one around nothing. */
    static Envelope empty() {
        return new Envelope();
    }

    /** Returns one around {@code data}, whose members Go sorts by name. */
    static Envelope of(Map<String, Object> data) {
        return empty().set("data", new TreeMap<>(data));
    }

    Envelope lease(String id, Duration duration) {
        return set("lease_id", id).set("renewable", true).lasting(duration);
    }

    Envelope lasting(Duration duration) {
        return set("lease_duration", GoTexts.seconds(duration));
    }

    Envelope warning(String warning) {
        return set("warnings", List.of(warning));
    }

    Envelope set(String member, Object value) {
        members.put(member, value);
        return this;
    }

    Reply reply() {
        return Reply.json(200, members);
    }
}
