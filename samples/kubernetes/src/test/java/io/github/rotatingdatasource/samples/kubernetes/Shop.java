package io.github.rotatingdatasource.samples.kubernetes;

import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The shop's database: one for all tests, with the roles that database/roles.sql makes. */
final class Shop {
    static final String OWNER = "shop_owner";
    static final String VAULT = "vault_admin";
    private static final String PASSWORD = "only for tests";

    private static final TestDatabase DATABASE = prepared(TestDatabase.shared());

    private Shop() {}

    private static TestDatabase prepared(TestDatabase database) {
        try {
            database.execute(Yaml.text("database/roles.sql"));
            database.execute("ALTER ROLE " + OWNER + " PASSWORD '" + PASSWORD + "'");
            database.execute("ALTER ROLE " + VAULT + " PASSWORD '" + PASSWORD + "'");
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestDatabase database() {
        return DATABASE;
    }

    /** Logs in as one of the roles that are there for good. */
    static Connection as(String role) throws SQLException {
        return DATABASE.connect(role, PASSWORD);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns a server of leases that makes logins as Vault is told to. */
    static LeaseServer leases() {
        return LeaseServer.on(
                DATABASE, RoleSettings.defaults().withName("shop").withStatements(List.of(sql("creation"))));
    }

    /** Returns a statement of Vault's role. */
    static String sql(String name) {
        return Yaml.text("vault/" + name + ".sql").strip();
    }

    /** Returns a statement of Vault's role, filled in. */
    static String sql(String name, Map<String, String> values) {
        String filled = sql(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }
}
