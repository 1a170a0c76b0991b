package io.github.rotatingdatasource.source;

import java.util.List;
import java.util.Map;

/** One JSON object, as {@link CredentialFormat#json()} describes it. Has no state. */
final class JsonFormat implements KeyedFormat {
    private static final String LEASE_ID = "lease_id";
    private static final String LEASE_DURATION = "lease_duration";

    /** Flat or as RDS has it, Vault's whole reply, the same of KV version 2, Spring's properties. */
    private static final List<Shape> SHAPES = List.of(
            new Shape("username", "password", LEASE_ID, LEASE_DURATION, "ttl"),
            new Shape("data.username", "data.password", LEASE_ID, LEASE_DURATION, "data.ttl"),
            new Shape("data.data.username", "data.data.password", LEASE_ID, LEASE_DURATION, null),
            new Shape("spring.datasource.username", "spring.datasource.password", LEASE_ID, LEASE_DURATION, "ttl"));

    @Override
    public Map<String, String> entries(String text) throws CredentialUnavailable {
        return Json.flatten(text);
    }

    @Override
    public boolean isWhole(String text) {
        try {
            Json.flatten(text);
            return true;
        } catch (CredentialUnavailable cutOff) {
            return false;
        }
    }

    @Override
    public List<Shape> shapes() {
        return SHAPES;
    }
}
