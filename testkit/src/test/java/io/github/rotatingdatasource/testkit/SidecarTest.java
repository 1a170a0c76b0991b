package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SidecarTest {
    private final TestDatabase database = TestDatabase.shared();
    private LeaseServer leases = LeaseServer.on(database);

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void hasRenderedWhenItHasStarted() throws Exception {
        try (Sidecar sidecar = start()) {
            assertThat(file())
                    .content()
                    .contains("DB_USER=" + leases.leases().get(0).username());
            sidecar.stop();
        }
    }

    @Test
    void renewsWithoutTouchingTheFile() throws Exception {
        use(Duration.ofSeconds(2), Duration.ofMinutes(1));
        try (Sidecar sidecar = start()) {
            IssuedLease first = leases.leases().get(0);
            FileTime written = Files.getLastModifiedTime(file());

            await().until(() -> Instant.now().isAfter(first.expiresAt().plusMillis(200)));

            assertThat(leases.leases())
                    .singleElement()
                    .extracting(IssuedLease::id)
                    .isEqualTo(first.id());
            assertThat(Files.getLastModifiedTime(file())).isEqualTo(written);
            sidecar.stop();
        }
    }

    @Test
    void rendersAnotherUserBeforeALeaseThatCannotBeRenewedEnds() throws Exception {
        use(Duration.ofSeconds(2), Duration.ofSeconds(2));
        try (Sidecar sidecar = start()) {
            IssuedLease first = leases.leases().get(0);

            await().until(() -> leases.issued() == 2);

            IssuedLease second = leases.leases().get(1);
            Duration age = Duration.between(first.issuedAt(), second.issuedAt());
            assertThat(age).isBetween(Duration.ofMillis(1400), Duration.ofMillis(1999));
            await().untilAsserted(() -> assertThat(file()).content().contains(second.username()));
            sidecar.stop();
        }
    }

    @Test
    void rendersAnotherUserOnceARenewalFails() throws Exception {
        use(Duration.ofMillis(500), Duration.ofMinutes(1));
        try (Sidecar sidecar = start()) {
            IssuedLease first = leases.leases().get(0);

            leases.revoke(first);

            await().until(() -> !Files.readString(file()).contains(first.username()));
            sidecar.stop();
        }
    }

    @Test
    void rotatesOnCommandAndLeavesTheOldUserAlone() throws Exception {
        try (Sidecar sidecar = start()) {
            IssuedLease first = leases.leases().get(0);

            IssuedLease second = sidecar.rotateNow();

            assertThat(file()).content().contains(second.username());
            assertThat(SqlStates.ofLogin(database, first)).isEqualTo(SqlStates.OK);
        }
    }

    @Test
    void leavesTheFileAsItIsWhenStoppedAndRendersAnotherUserWhenStartedAgain() throws Exception {
        try (Sidecar sidecar = start()) {
            String before = Files.readString(file());
            sidecar.stop();
            assertThat(file()).hasContent(before);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("testkit-sidecar"));

            sidecar.startAgain();

            await().until(() -> !Files.readString(file()).equals(before));
            assertThat(leases.issued()).isEqualTo(2);
            assertThat(leases.revoked()).isZero();
        }
    }

    @Test
    void goesOnTryingWhileTheDatabaseIsDown() throws Exception {
        try (TestDatabase own = TestDatabase.start();
                LeaseServer ofOwn = LeaseServer.on(own);
                Sidecar sidecar = Sidecar.start(ofOwn, FileRenderer.to(file()))) {
            String before = Files.readString(file());
            sidecar.stop();
            own.stop();
            sidecar.startAgain();
            assertThat(file()).hasContent(before);

            own.startAgain();

            await().until(() -> !Files.readString(file()).equals(before));
        }
    }

    private Path file() {
        return directory.resolve("db-creds");
    }

    private Sidecar start() throws Exception {
        return Sidecar.start(leases, FileRenderer.to(file()));
    }

    private void use(Duration ttl, Duration maxTtl) {
        leases.close();
        leases = LeaseServer.on(database, RoleSettings.defaults().withTtl(ttl, maxTtl));
    }
}
