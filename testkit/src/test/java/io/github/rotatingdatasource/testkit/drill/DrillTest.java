package io.github.rotatingdatasource.testkit.drill;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications that a drill must not let pass, and what is mended after a test that broke off. */
@Tag("database")
@Timeout(30)
class DrillTest {
    private static final DrillSettings SETTINGS =
            DrillSettings.defaults().withDatabase(TestDatabase::shared).withOverlap(ofSeconds(1));

    /** Something that needs the owner's login only. */
    private static Request asOwner(Drill drill) {
        return () ->
                drill.database().connect(drill.owner(), drill.ownerPassword()).close();
    }

    private static void ownATable(Drill drill, AskedLogin login) throws SQLException {
        drill.database()
                .execute(
                        "CREATE TABLE IF NOT EXISTS owned (id int)",
                        "ALTER TABLE owned OWNER TO \"" + login.username() + "\"");
    }

    @Test
    void failsIfTheApplicationHasAnotherLogin() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            assertThatThrownBy(() -> drill.load(1, asOwner(drill)).through(drill::rotate))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("must use the drill's login before a drill begins, but no session has one");
        }
    }

    @Test
    void noticesThatASessionStaysWithTheOldLoginThoughNoRequestFails() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            try (Connection staying = LoginFile.connect(drill)) {
                DrillReport report = drill.load(1, asOwner(drill)).through(drill::rotate);

                assertThat(report.failed()).isZero();
                assertThat(staying.isClosed()).isFalse();
                assertThatThrownBy(report::assertNoFailedRequest)
                        .hasMessageContaining("wanted all sessions with the next login after each act, found 1 acts");
            }
        }
    }

    @Test
    void doesNotWaitForALeaseOfAnHourIfTheApplicationIsRefused() throws Exception {
        try (Drill drill = Drill.start(SETTINGS.withLease(ofHours(1)))) {
            AskedLogin first = AskedLogin.of(drill);

            DrillReport report =
                    drill.load(1, () -> first.connect(drill).close()).through(drill::revokeKilled);

            assertThat(report.notMoved()).isOne();
            assertThatThrownBy(() -> report.assertServedAgainWithin(ofHours(1)))
                    .hasMessageContaining("found requests that failed until the end");
        }
    }

    @Test
    void countsWhoIsLeftBehindWhenTheLeaseEndsByItself() throws Exception {
        try (Drill drill = Drill.start(SETTINGS.withLease(ofSeconds(3)))) {
            Connection left = AskedLogin.of(drill).connect(drill);

            DrillReport report = drill.load(1, () -> {}).through(() -> {
                await().until(() -> drill.acts().leftBehind() == 1);
                left.close();
            });

            assertThat(report.sessionsLeftBehind()).isOne();
            assertThat(report).asString().contains("database: a lease ends by itself");
        }
    }

    @Test
    void countsWhoIsLeftBehindOnce() throws Exception {
        try (Drill drill = Drill.start(SETTINGS.withLease(ofSeconds(3)))) {
            try (Connection left = AskedLogin.of(drill).connect(drill)) {
                DrillReport report = drill.load(1, () -> {}).through(drill::rotate);

                assertThat(left.isClosed()).isFalse();
                assertThat(report.sessionsLeftBehind()).isOne();
            }
        }
    }

    @Test
    void endsNoLeaseOfAnApplicationThatAsksWhenTheSidecarStartsAgain() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            AskedLogin kept = AskedLogin.of(drill);

            drill.stopSidecar();
            assertThatThrownBy(() -> AskedLogin.of(drill)).isInstanceOf(IOException.class);
            drill.startSidecar();

            kept.connect(drill).close();
            assertThat(AskedLogin.of(drill)).isNotEqualTo(kept);
        }
    }

    @Test
    void healsASidecarThatAnActHasLeftSilent() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            ownATable(drill, AskedLogin.of(drill));
            assertThatThrownBy(() -> drill.delayNext(ofMillis(1)).dropAlive()).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> AskedLogin.of(drill)).isInstanceOf(IOException.class);

            drill.heal();

            AskedLogin.of(drill).connect(drill).close();
        }
    }

    @Test
    void healsALoginThatAnActHasLeftRefused() throws Exception {
        try (Drill drill = Drill.start(SETTINGS)) {
            String first = LoginFile.read(drill).get("DB_USER");
            Thread rotating = new Thread(() -> rotateAndFail(drill));
            rotating.start();
            await().until(() -> !first.equals(LoginFile.read(drill).get("DB_USER")));
            String next = '"' + LoginFile.read(drill).get("DB_USER") + '"';
            drill.database().execute("DROP OWNED BY " + next, "DROP ROLE " + next);
            rotating.interrupt();
            rotating.join();

            drill.heal();

            LoginFile.request(drill, "SELECT 1").send();
        }
    }

    /** Fails as the role is gone when the database is to accept it. */
    private static void rotateAndFail(Drill drill) {
        assertThatThrownBy(() -> drill.refuseNext(ofHours(1)).rotate()).isInstanceOf(SQLException.class);
    }
}
