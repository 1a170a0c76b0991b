package io.github.rotatingdatasource.source;

import java.util.List;
import java.util.Map;

/** {@code key: value} lines, as {@link CredentialFormat#keyValue()} describes them. Has no state. */
final class KeyValueFormat implements KeyedFormat {
    private static final List<Shape> SHAPES =
            List.of(new Shape("username", "password", "lease_id", "lease_duration", "ttl"));

    @Override
    public Map<String, String> entries(String text) throws CredentialUnavailable {
        Map<String, String> entries = KeyedLines.entries(text, ": ", "key: value");
        if (isMap(entries, "data") && isMap(entries, "metadata")) {
            throw new CredentialUnavailable("wanted a line for each key, but found KV version 2, which this template"
                    + " prints as Go maps that nobody can take apart; have the agent render JSON, or name the fields in"
                    + " a template (.Data.data.username)");
        }
        return entries;
    }

    private static boolean isMap(Map<String, String> entries, String key) {
        return entries.getOrDefault(key, "").startsWith("map[");
    }

    @Override
    public boolean isWhole(String text) {
        return text.endsWith("\n");
    }

    @Override
    public List<Shape> shapes() {
        return SHAPES;
    }
}
