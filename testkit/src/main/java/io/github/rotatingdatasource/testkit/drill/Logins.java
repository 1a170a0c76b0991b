package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The logins that a drill has made, their sessions and their refusals. A session knows its user by a number, also when the user
 * has been dropped.
 *
 * <p>Thread-safe: numbers are only added.
 */
final class Logins {
    private static final String COUNT = """
        SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND usesysid::bigint = ANY (string_to_array(?, ',')::bigint[])\
        """;

    private final TestDatabase database;
    private final Secrets secrets;
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    Logins(TestDatabase database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    Secrets secrets() {
        return secrets;
    }

    /** Takes up what the lease server has issued, and returns what is not revoked, the oldest first. */
    List<IssuedLease> current(LeaseServer leases) throws SQLException {
        List<IssuedLease> current = leases.leases();
        for (IssuedLease lease : current) {
            remember(lease);
        }
        return current;
    }

    void remember(IssuedLease lease) throws SQLException {
        secrets.add(lease);
        if (!numbers.containsKey(lease.username())) {
            String sql =
                    "SELECT coalesce(max(oid::bigint), 0) FROM pg_roles WHERE rolname = ?"; // it may be gone already
            numbers.put(lease.username(), database.query(Long.class, sql, lease.username()));
        }
    }

    long sessions(List<IssuedLease> some) throws SQLException {
        return database.query(
                Long.class, COUNT, joined(some.stream().map(lease -> numbers.getOrDefault(lease.username(), 0L))));
    }

    /** Returns how many sessions all logins have that there ever were, asked over this connection. */
    long sessions(Connection admin) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(COUNT)) {
            statement.setString(1, joined(numbers.values().stream()));
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns how many logins the server has refused; empty if nobody knows. */
    OptionalLong refused() throws IOException {
        if (!database.countsLogins()) {
            return OptionalLong.empty();
        }
        long refused = 0;
        for (String user : numbers.keySet()) {
            refused += database.refusedLogins(user);
        }
        return OptionalLong.of(refused);
    }

    void killSessions(IssuedLease lease) throws SQLException {
        database.terminateSessionsOf(lease.username().replace("_", "\\_"));
    }

    void setPassword(IssuedLease lease, String password) throws SQLException {
        database.execute("ALTER ROLE \"" + lease.username() + "\" PASSWORD '" + password + "'");
    }

    private static String joined(Stream<Long> numbers) {
        return numbers.map(String::valueOf).collect(Collectors.joining(","));
    }
}
