package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a user sets for each session holds before a rotation and after it, at a real database. */
@Tag("database")
class DatabaseSettingsTest {
    private static final RoleSettings MEMBER = RoleSettings.defaults().withStatement("GRANT app TO \"{{name}}\"");

    private Rig rig;

    /** What a test wants to know of a session. */
    @FunctionalInterface
    private interface Question {
        Object ask(Connection connection) throws SQLException;
    }

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(TestDatabase.shared(), MEMBER);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Returns the answers of a session before a rotation and of one after it. */
    private List<Object> answers(Consumer<HikariConfig> settings, Question question) throws Exception {
        HikariConfig config = rig.pool();
        config.setMaximumPoolSize(2);
        settings.accept(config);
        List<Object> answers = new ArrayList<>();
        try (RotatingDataSource dataSource = rig.builder().pool(config).build()) {
            answers.add(answer(dataSource, question));
            IssuedLease before = rig.rotate();
            rig.awaitGeneration(dataSource, 2);
            Await.until(() -> dataSource.status().oldConnections() == 0);
            rig.leases.revoke(before);
            answers.add(answer(dataSource, question));
        }
        return answers;
    }

    private static Object answer(RotatingDataSource dataSource, Question question) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return question.ask(connection);
        }
    }

    @Test
    void eachSessionHasTheRoleThatTheFirstStatementSets() throws Exception {
        List<Object> answers = answers(
                config -> config.setConnectionInitSql("SET ROLE app"),
                connection -> Sql.ask(connection, "SELECT current_user"));

        assertThat(answers).containsExactly("app", "app");
    }

    @Test
    void whatASessionCreatesBelongsToTheRoleAndOutlivesTheLogin() throws Exception {
        rig.database.execute("CREATE SCHEMA IF NOT EXISTS owned AUTHORIZATION app", "DROP TABLE IF EXISTS owned.t");
        List<Object> answers = answers(
                config -> {
                    config.setSchema("owned");
                    config.setConnectionInitSql("SET ROLE app");
                },
                connection -> {
                    Sql.run(connection, "CREATE TABLE IF NOT EXISTS t (id int)");
                    return Sql.ask(connection, "SELECT tableowner FROM pg_tables WHERE tablename = 't'");
                });

        assertThat(answers).containsExactly("app", "app");
    }

    @Test
    void aFirstStatementThatFailsFailsTheStart() {
        HikariConfig config = rig.pool();
        config.setConnectionInitSql("SET ROLE nobody_there");

        assertThatThrownBy(() -> rig.builder().pool(config).build())
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageStartingWith("data source " + rig.name + " could not start: ")
                .hasMessageContaining("22023");

        Await.until(() -> rig.sockets.open() == 0);
        assertThat(rig.sockets.opened()).isOne();
    }

    @Test
    void eachSessionIsReadOnlyWhereThatIsAskedFor() throws Exception {
        List<Object> answers = answers(
                config -> {
                    config.setReadOnly(true);
                    config.setAutoCommit(false);
                },
                connection -> connection.isReadOnly() + " " + Sql.ask(connection, "SHOW transaction_read_only"));

        assertThat(answers).containsExactly("true on", "true on");
    }

    @Test
    void eachSessionHasTheSchema() throws Exception {
        List<Object> answers = answers(
                config -> config.setSchema("pg_catalog"), connection -> Sql.ask(connection, "SHOW search_path"));

        assertThat(answers).containsExactly("pg_catalog", "pg_catalog");
    }

    @Test
    void eachSessionHasTheCatalog() throws Exception {
        List<Object> answers = answers(config -> config.setCatalog(TestDatabase.NAME), Connection::getCatalog);

        assertThat(answers).containsExactly("app", "app");
    }

    @Test
    void eachSessionCommitsOnlyWhenToldTo() throws Exception {
        assertThat(answers(config -> config.setAutoCommit(false), Connection::getAutoCommit))
                .containsExactly(false, false);
    }

    @Test
    void eachSessionHasTheIsolation() throws Exception {
        List<Object> answers = answers(
                config -> config.setTransactionIsolation("TRANSACTION_SERIALIZABLE"),
                Connection::getTransactionIsolation);

        assertThat(answers).containsExactly(Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_SERIALIZABLE);
    }

    @Test
    void eachSessionAnswersTheUsersOwnQuery() throws Exception {
        List<Object> answers = answers(
                config -> config.setConnectionTestQuery("SELECT 42"), connection -> Sql.ask(connection, "SELECT 1"));

        assertThat(answers).containsExactly("1", "1");
    }

    @Test
    void eachSessionIsOfTheCurrentLogin() throws Exception {
        IssuedLease first = rig.lease;

        List<Object> answers = answers(config -> {}, connection -> Sql.ask(connection, "SELECT session_user"));

        assertThat(answers).containsExactly(first.username(), rig.lease.username());
    }

    @Test
    void aHandOverLeavesNoFewerConnectionsThanTheOldPoolHad() throws Exception {
        HikariConfig config = rig.pool();
        config.setMinimumIdle(3);
        try (RotatingDataSource dataSource = rig.builder().pool(config).build()) {
            assertThat(rig.usersOf(dataSource, 3)).hasSize(3);

            rig.rotate();
            rig.awaitGeneration(dataSource, 2);

            assertThat(dataSource.status().connections()).isGreaterThanOrEqualTo(3);
        }
    }
}
