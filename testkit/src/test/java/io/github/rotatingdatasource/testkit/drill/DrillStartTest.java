package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of a drill in a database that is not its own: nothing, however it begins and ends. */
@Tag("database")
class DrillStartTest {
    private static final TestDatabase THEIRS = TestDatabase.shared();
    private static final String PASSWORD = "of-the-owner";
    private static final DrillSettings SETTINGS = DrillSettings.defaults()
            .withDatabase(() -> TestDatabase.at(THEIRS.url(), "their_boss", PASSWORD))
            .withSetUp("CREATE TABLE drilled (id int)");

    @BeforeAll
    static void makeALogin() throws Exception {
        THEIRS.execute(
                "DO $$ BEGIN CREATE ROLE their_boss SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER ROLE their_boss PASSWORD '" + PASSWORD + "'");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(THEIRS.query(Long.class, "SELECT count(*) FROM pg_roles WHERE rolname ~ 'rotation_drill|-drill-'"))
                .isZero();
        assertThat(THEIRS.query(Long.class, "SELECT count(*) FROM pg_tables WHERE tablename = 'drilled'"))
                .isZero();
    }

    @Test
    void drillsAndDoesNotKnowTheirLog() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            DrillReport report =
                    drill.load(1, LoginFile.request(drill, "SELECT 1")).through(drill::dropAlive);
            assertThat(report.refusedLogins()).isEmpty();
        }
    }

    @Test
    void failsIfTheTablesCannotBeMade() {
        assertThatThrownBy(() -> Drill.start(SETTINGS.withSetUp("CREATE TABLE drilled (id int)", "nonsense")))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void failsIfNoLoginCanBeMade() {
        RoleSettings role = SETTINGS.role().withStatement("nonsense for {{name}}");

        assertThatThrownBy(() -> Drill.start(SETTINGS.withRole(role))).isInstanceOf(SQLException.class);
    }

    @Test
    void failsIfTheLoginCannotBeRendered() {
        DrillSettings settings = SETTINGS.withTemplate((username, password, leaseId, ttl) -> {
            throw new IllegalStateException("no template");
        });

        assertThatThrownBy(() -> Drill.start(settings)).hasMessage("no template");
    }

    @Test
    void dropsItsRolesAlthoughItsDirectoryCannotBeDeleted() throws Exception {
        Drill drill = Drill.start(SETTINGS);
        Path theirs = Files.createFile(drill.file().resolveSibling("theirs"));

        assertThatThrownBy(drill::close).isInstanceOf(DirectoryNotEmptyException.class);
        drill.close();

        Files.delete(theirs);
        Files.delete(theirs.getParent());
    }
}
