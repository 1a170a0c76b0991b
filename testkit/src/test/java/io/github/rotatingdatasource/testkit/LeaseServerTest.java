package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LeaseServerTest {
    private static final String READ = "SELECT balance FROM account WHERE id = 1";

    private final TestDatabase database = TestDatabase.shared();
    private LeaseServer leases = LeaseServer.on(database);

    @BeforeEach
    void createTable() throws SQLException {
        database.createAccountsTable();
    }

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void issuesAUserWhoMayLogInAndWrite() throws Exception {
        IssuedLease lease = leases.issue();

        try (Connection session = database.connect(lease.username(), lease.password())) {
            assertThat(SqlStates.of(session, READ)).isEqualTo(SqlStates.OK);
            assertThat(SqlStates.of(session, "UPDATE account SET balance = 1")).isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void namesUsersAndLeasesAsVaultDoes() throws Exception {
        IssuedLease lease = leases.issue();

        assertThat(lease.username()).matches("v-approle-app-read-[0-9A-Za-z]{20}-[0-9]{10}");
        assertThat(lease.password()).matches("[0-9A-Za-z-]{20}").contains("-");
        assertThat(lease.id()).matches("database/creds/app-readonly/[0-9A-Za-z]{24}");
        assertThat(lease.toString()).contains(lease.username()).doesNotContain(lease.password());
    }

    @Test
    void letsAUserLogInFiveSecondsLongerThanTheLease() throws Exception {
        IssuedLease lease = leases.issue();

        assertThat(validUntil(lease).toInstant())
                .isEqualTo(lease.expiresAt().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void revokesWithoutEndingTheSession() throws Exception {
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            leases.revoke(lease);

            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28P01");
            assertThat(SqlStates.of(session, READ)).isEqualTo("42501");
            assertThat(SqlStates.of(session, "SELECT session_user")).isEqualTo("42704");
            assertThat(SqlStates.of(session, "SELECT 1")).isEqualTo(SqlStates.OK);
            assertThat(session.isValid(1)).isTrue();
            assertThat(database.sessionsOf(lease.username())).isZero();
            await().until(() -> database.sessionsOfDroppedUsers() == 1);
        }
    }

    @Test
    void revokesAndEndsTheSession() throws Exception {
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            leases.revokeAndKill(lease);

            assertThat(SqlStates.of(session, "SELECT 1")).isEqualTo("57P01");
            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28P01");
        }
    }

    @Test
    void revokesAtTheEndOfTheLease() throws Exception {
        use(RoleSettings.defaults().withTtl(Duration.ofMillis(200)));
        IssuedLease lease = leases.issue();

        await().until(() -> leases.revoked() == 1);

        assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28P01");
        assertThat(leases.leases()).isEmpty();
    }

    @Test
    void renewsForTheTtl() throws Exception {
        use(RoleSettings.defaults().withTtl(Duration.ofHours(1), Duration.ofHours(2)));
        IssuedLease lease = leases.issue();

        IssuedLease renewed = leases.renew(lease);

        assertThat(renewed.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(renewed.expiresAt()).isAfter(lease.expiresAt());
        assertThat(validUntil(lease).toInstant())
                .isEqualTo(renewed.expiresAt().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void renewsNoFurtherThanTheMaxTtl() throws Exception {
        use(RoleSettings.defaults().withTtl(Duration.ofHours(1)));
        IssuedLease lease = leases.issue();

        IssuedLease renewed = leases.renew(lease);

        assertThat(renewed.expiresAt()).isCloseTo(lease.expiresAt(), within(1, ChronoUnit.MICROS));
        assertThat(renewed.ttl()).isLessThan(lease.ttl());
    }

    @Test
    void doesNotRevokeAtTheEndThatARenewalHasMoved() throws Exception {
        use(RoleSettings.defaults().withTtl(Duration.ofSeconds(1), Duration.ofMinutes(1)));
        IssuedLease renewed = leases.issue();
        IssuedLease first = renewed;

        while (renewed.expiresAt().isBefore(first.expiresAt().plusMillis(300))) {
            renewed = leases.renew(renewed);
        }

        assertThat(SqlStates.ofLogin(database, first)).isEqualTo(SqlStates.OK);
        assertThat(leases.leases()).containsExactly(renewed);
    }

    @Test
    void doesNotKnowARevokedLease() throws Exception {
        IssuedLease lease = leases.issue();
        leases.revoke(lease);

        assertThatThrownBy(() -> leases.renew(lease)).hasMessage("lease not found: " + lease.id());
    }

    @Test
    void changesThePasswordOfTheSameUser() throws Exception {
        IssuedLease lease = leases.issue();

        IssuedLease changed = leases.changePassword(lease);

        assertThat(changed.username()).isEqualTo(lease.username());
        assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28P01");
        assertThat(SqlStates.ofLogin(database, changed)).isEqualTo(SqlStates.OK);
    }

    @Test
    void barsALoginAndKeepsTheSession() throws Exception {
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            leases.noLogin(lease);

            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28000");
            assertThat(SqlStates.of(session, READ)).isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void lapsesAndKeepsTheSession() throws Exception {
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            leases.lapse(lease);

            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("28P01");
            assertThat(SqlStates.of(session, READ)).isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void stripsAUserWhomItCannotDrop() throws Exception {
        use(RoleSettings.defaults().withStatement("GRANT CREATE ON SCHEMA public TO \"{{name}}\""));
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            TestDatabase.run(session, "CREATE TABLE owned (id int)");

            assertThatThrownBy(() -> leases.revoke(lease)).hasFieldOrPropertyWithValue("SQLState", "2BP01");

            assertThat(SqlStates.of(session, READ)).isEqualTo("42501");
            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo(SqlStates.OK);
            assertThat(leases.leases()).containsExactly(lease);
        }
    }

    @Test
    void leavesNothingOfAUserWhomItCannotMake() throws Exception {
        use(RoleSettings.defaults().withStatement("GRANT nonsense TO \"{{name}}\""));

        assertThatThrownBy(leases::issue).hasFieldOrPropertyWithValue("SQLState", "42704");

        assertThat(usersLeft()).isZero();
        assertThat(leases.leases()).isEmpty();
        assertThat(leases.issued()).isZero();
    }

    @Test
    void limitsConnections() throws Exception {
        use(RoleSettings.defaults().withConnectionLimit(1));
        IssuedLease lease = leases.issue();
        try (Connection first = database.connect(lease.username(), lease.password())) {
            assertThat(first.isValid(1)).isTrue();
            assertThat(SqlStates.ofLogin(database, lease)).isEqualTo("53300");
        }
    }

    @Test
    void keepsRightsOfAGroupUntilTheUserIsDropped() throws Exception {
        List<String> statements = List.of(
                RoleSettings.defaults().creationStatements().get(0),
                "GRANT " + TestDatabase.GROUP + " TO \"{{name}}\"");
        use(RoleSettings.defaults().withStatements(statements));
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            assertThat(SqlStates.of(session, READ)).isEqualTo(SqlStates.OK);
            leases.revoke(lease);
            assertThat(SqlStates.of(session, READ)).isEqualTo("42501");
        }
    }

    @Test
    void worksOnWhenTheServerWasRestarted() throws Exception {
        try (TestDatabase own = TestDatabase.start();
                LeaseServer ofOwn = LeaseServer.on(own)) {
            ofOwn.issue();
            own.restart();

            assertThat(SqlStates.ofLogin(own, ofOwn.issue())).isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void leavesNeitherUserNorThreadWhenClosed() throws Exception {
        leases.issue();
        leases.issue();

        leases.close();

        assertThat(usersLeft()).isZero();
        assertThat(leases.revoked()).isEqualTo(2);
        await().until(() -> database.sessionsOf(TestDatabase.SUPERUSER) == 1); // the one that asks
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("testkit-leases")));
    }

    @Test
    void issuesNothingOnceClosed() throws Exception {
        IssuedLease lease = leases.issue();
        leases.close();

        assertThatThrownBy(leases::issue).hasMessageEndingWith("is closed");
        assertThatThrownBy(() -> leases.renew(lease)).hasMessageEndingWith("is closed");
        assertThat(usersLeft()).isZero();
    }

    @Test
    void dropsWhatAUserOwnsWhenClosed() throws Exception {
        use(RoleSettings.defaults().withStatement("GRANT CREATE ON SCHEMA public TO \"{{name}}\""));
        IssuedLease lease = leases.issue();
        try (Connection session = database.connect(lease.username(), lease.password())) {
            TestDatabase.run(session, "CREATE TABLE left_behind (id int)");
        }

        leases.close();

        assertThat(usersLeft()).isZero();
        assertThat(database.query(Boolean.class, "SELECT to_regclass('left_behind') IS NULL"))
                .isTrue();
    }

    private void use(RoleSettings role) {
        leases.close();
        leases = LeaseServer.on(database, role);
    }

    private OffsetDateTime validUntil(IssuedLease lease) throws SQLException {
        return database.query(
                OffsetDateTime.class, "SELECT rolvaliduntil FROM pg_roles WHERE rolname = ?", lease.username());
    }

    private int usersLeft() throws SQLException {
        return database.query(Integer.class, "SELECT count(*)::int FROM pg_roles WHERE rolname LIKE 'v-%'");
    }
}
