package io.github.rotatingdatasource.source;

import java.util.List;
import java.util.Map;

/** {@code KEY=value} lines, as {@link CredentialFormat#env()} describes them. Has no state. */
final class EnvFormat implements KeyedFormat {
    /** Also those of a format that a user wrote. */
    static final List<Shape> SHAPES = List.of(new Shape("DB_USER", "DB_PASS", "DB_LEASE_ID", "DB_TTL", null));

    @Override
    public Map<String, String> entries(String text) throws CredentialUnavailable {
        return KeyedLines.entries(text, "=", "KEY=value");
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
