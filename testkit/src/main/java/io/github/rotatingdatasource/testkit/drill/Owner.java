package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * Who owns the application's tables: a login that stays, as migrations have in production, whose tables a group may use, to
 * which every other login belongs.
 */
final class Owner {
    static final String NAME = "rotation_drill_owner";
    static final String GROUP = "rotation_drill_app";

    private final TestDatabase database;
    private final String password;

    Owner(TestDatabase database) {
        this.database = database;
        this.password = randomPassword();
    }

    /** Makes both roles, or takes those that an earlier drill has left. */
    void create() throws SQLException {
        String name = database.query(String.class, "SELECT quote_ident(current_database())");
        database.execute(
                created(GROUP, "NOLOGIN"),
                created(NAME, "LOGIN"),
                "ALTER ROLE " + NAME + " PASSWORD '" + password + "'",
                "GRANT CREATE, CONNECT ON DATABASE " + name + " TO " + NAME,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + NAME,
                "GRANT USAGE ON SCHEMA public TO " + GROUP,
                byDefault("SELECT, INSERT, UPDATE, DELETE ON TABLES"),
                byDefault("USAGE, SELECT ON SEQUENCES"),
                byDefault("USAGE ON SCHEMAS"));
    }

    String password() {
        return password;
    }

    void execute(List<String> statements) throws SQLException {
        try (Connection connection = database.connect(NAME, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Drops those of both roles that there are, with all that they own, from a database that lives on. */
    void drop() throws SQLException {
        database.execute(disowned(NAME), disowned(GROUP), "DROP ROLE IF EXISTS " + NAME + ", " + GROUP);
    }

    private static String created(String role, String kind) {
        return "DO $$ BEGIN CREATE ROLE " + role + " " + kind + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
    }

    private static String disowned(String role) {
        return "DO $$ BEGIN DROP OWNED BY " + role + " CASCADE; EXCEPTION WHEN undefined_object THEN NULL; END $$";
    }

    private static String byDefault(String privileges) {
        return "ALTER DEFAULT PRIVILEGES FOR ROLE " + NAME + " GRANT " + privileges + " TO " + GROUP;
    }

    static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
