package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class StaticRoleTest {
    private final TestDatabase database = TestDatabase.shared();

    @BeforeEach
    void createTable() throws Exception {
        database.createAccountsTable();
    }

    @Test
    void changesThePasswordAndKeepsTheSession() throws Exception {
        try (StaticRole role = role(Duration.ofHours(1));
                Connection session = database.connect(
                        role.current().username(), role.current().password())) {
            IssuedLease before = role.current();

            IssuedLease after = role.rotate();

            assertThat(SqlStates.ofLogin(database, before)).isEqualTo("28P01");
            assertThat(SqlStates.ofLogin(database, after)).isEqualTo(SqlStates.OK);
            assertThat(SqlStates.of(session, "SELECT balance FROM account WHERE id = 1"))
                    .isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void rotatesAtItsPeriod() throws Exception {
        try (StaticRole role = role(Duration.ofMillis(300))) {
            IssuedLease first = role.current();

            await().until(() -> !role.current().password().equals(first.password()));

            assertThat(role.current().issuedAt()).isAfterOrEqualTo(first.expiresAt());
        }
    }

    @Test
    void isOverdueWhileItIsHeld() throws Exception {
        try (StaticRole role = role(Duration.ofMillis(100))) {
            role.holdRotation();
            IssuedLease first = role.current();
            await().until(() -> role.ttl() == 0 && first.expiresAt().isBefore(Instant.now()));
            assertThat(SqlStates.ofLogin(database, role.current())).isEqualTo(SqlStates.OK);

            role.resumeRotation();

            await().until(() -> !role.current().password().equals(first.password()));
        }
    }

    @Test
    void leavesNeitherUserNorThreadWhenClosed() throws Exception {
        role(Duration.ofHours(1)).close();

        assertThat(database.query(
                        Boolean.class, "SELECT NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname LIKE 'static_%')"))
                .isTrue();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("testkit-static-role")));
    }

    private StaticRole role(Duration period) throws Exception {
        return StaticRole.on(database, "app-static", "static_app", period);
    }
}
