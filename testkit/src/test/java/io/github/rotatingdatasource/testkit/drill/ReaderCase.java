package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Run by {@link DrillExtensionTest}. */
@RotationDrill(setUp = "CREATE TABLE item (id int)", leaseSeconds = 90, overlapSeconds = 2)
class ReaderCase {
    @Test
    void passesDeaths(Drill drill) throws Exception {
        drill.load(2, LoginFile.request(drill, "SELECT * FROM item"))
                .through(drill::revokeKilled, drill::dropAlive, drill::changePassword)
                .assertServedAgainWithin(Duration.ofSeconds(2));
    }

    @Test
    void usesTablesThatAreMadeLater(Drill drill) throws Exception {
        drill.execute("CREATE SCHEMA later", "CREATE TABLE later.thing (id serial)");

        drill.load(2, LoginFile.request(drill, "INSERT INTO later.thing DEFAULT VALUES"))
                .through(drill::rotate)
                .assertConnectionsAtMost(2 + 2); // a session that its client has closed may be seen for a moment
    }

    @Test
    void showsTheLengthOfTheLease(Drill drill) throws Exception {
        assertThat(LoginFile.read(drill)).containsEntry("DB_TTL", "90");
    }
}
