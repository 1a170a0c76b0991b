package io.github.rotatingdatasource.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link LeaseServer} makes users of: a role in the sense of Vault's database secrets engine.
 *
 * @param name the role's name, a part of user names and lease ids
 * @param ttl how long a lease lasts until it is renewed, Vault's {@code default_ttl}
 * @param maxTtl how long it lasts at most, counted from its issue
 * @param creationStatements what makes a user; <code>{{name}}</code>, <code>{{password}}</code> and <code>
 *     {{expiration}}</code> are filled in
 */
public record RoleSettings(String name, Duration ttl, Duration maxTtl, List<String> creationStatements) {
    private static final RoleSettings DEFAULTS = new RoleSettings(
            "app-readonly",
            Duration.ofHours(1),
            Duration.ofHours(24),
            List.of(
                    "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{{name}}\""));

    /** Checks that leases have a length. */
    public RoleSettings {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("ttl must be positive, but is " + ttl);
        }
        if (maxTtl.compareTo(ttl) < 0) {
            throw new IllegalArgumentException("max ttl must not be less than the ttl " + ttl + ", but is " + maxTtl);
        }
        creationStatements = List.copyOf(creationStatements);
    }

    /** Returns a role {@code app-readonly} of one hour, at most 24, that may read and write the tables of today. */
    public static RoleSettings defaults() {
        return DEFAULTS;
    }

    /** Returns these settings with another name. */
    public RoleSettings withName(String another) {
        return new RoleSettings(another, ttl, maxTtl, creationStatements);
    }

    /** Returns these settings with leases that last {@code initially}, and {@code atMost} when they are renewed. */
    public RoleSettings withTtl(Duration initially, Duration atMost) {
        return new RoleSettings(name, initially, atMost, creationStatements);
    }

    /** Returns these settings with leases that last {@code always}, and that no renewal extends. */
    public RoleSettings withTtl(Duration always) {
        return withTtl(always, always);
    }

    /** Returns these settings with one more statement, such as <code>GRANT app TO "{{name}}"</code>. */
    public RoleSettings withStatement(String statement) {
        List<String> more = new ArrayList<>(creationStatements);
        more.add(statement);
        return withStatements(more);
    }

    /** Returns these settings with other creation statements. */
    public RoleSettings withStatements(List<String> others) {
        return new RoleSettings(name, ttl, maxTtl, others);
    }

    /** Returns these settings with at most {@code sessions} at a time per user; the next one gets 53300. */
    public RoleSettings withConnectionLimit(int sessions) {
        return withStatement("ALTER ROLE \"{{name}}\" CONNECTION LIMIT " + sessions);
    }
}
