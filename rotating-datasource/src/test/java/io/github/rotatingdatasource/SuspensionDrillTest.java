package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.SharedSource;
import io.github.rotatingdatasource.testkit.TokenPolicy;
import io.github.rotatingdatasource.testkit.VaultApi;
import io.github.rotatingdatasource.testkit.WorkReport;
import io.github.rotatingdatasource.testkit.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What an image of the process would hold of a data source that is suspended, on a real server: nothing. */
@Tag("database")
@Timeout(120)
class SuspensionDrillTest {
    private Rig rig;

    @BeforeEach
    void setUp() throws Exception {
        rig = new Rig();
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    private RotatingDataSource asking(VaultApi vault) throws Exception {
        Path token = Files.writeString(Files.createTempFile("vault", "token"), vault.newToken(TokenPolicy.REVOKE));
        CredentialSource source = CredentialSource.sidecarSource(vault.uri())
                .tokenFile(token)
                .databaseRole(rig.leases.role().name())
                .revokes()
                .build();
        return rig.builder().source(source).build();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasNoSessionNoSocketAndNoWatch() throws Exception {
        Set<String> before = Descriptors.open();
        try (RotatingDataSource dataSource = rig.start()) {
            Await.until(() -> rig.sockets.open() == Rig.POOL);
            assertThat(Descriptors.since(before)).hasSizeGreaterThan(Rig.POOL); // a watch, too

            dataSource.suspend();

            assertThat(rig.database.sessionsOf(rig.lease.username())).isZero();
            assertThat(Descriptors.since(before)).isEmpty();
            Await.until(() -> Threads.of("rotating-datasource-").isEmpty());
        }
    }

    @Test
    void hasNoCredentialWithinReach() throws Exception {
        try (RotatingDataSource dataSource = rig.start()) {
            assertThat(credentials(dataSource)).isNotEmpty(); // the search finds what is there

            dataSource.suspend();

            assertThat(credentials(dataSource)).isEmpty();
        }
    }

    private static Queue<String> credentials(RotatingDataSource dataSource) {
        Queue<String> found = new ConcurrentLinkedQueue<>();
        Reachable.from(dataSource, (what, text) -> {
            if (what.endsWith(".Credential")) {
                found.add(text);
            }
        });
        return found;
    }

    @Test
    void hearsOfAChangedFileAgainOnceItIsResumed() throws Exception {
        RotationPolicy slow = rig.policy().withPoll(Duration.ofHours(1), Duration.ZERO);
        try (RotatingDataSource dataSource = rig.builder().policy(slow).build()) {
            dataSource.suspend();
            rig.rotate();
            dataSource.resume();
            assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());
            rig.awaitGeneration(dataSource, 2);

            rig.rotate();

            rig.awaitGeneration(dataSource, 3);
        }
    }

    @Test
    void revokesTheLeaseAndMakesAnother() throws Exception {
        try (VaultApi vault = VaultApi.start(rig.leases);
                RotatingDataSource dataSource = asking(vault)) {
            String before = rig.userOf(dataSource);

            dataSource.suspend();

            Await.until(() -> rig.leases.leases().stream()
                    .noneMatch(lease -> lease.username().equals(before)));
            dataSource.resume();
            assertThat(rig.userOf(dataSource)).isNotEqualTo(before);
        }
    }

    @Test
    void waitsForASidecarThatIsDownWhenItIsResumed() throws Exception {
        try (VaultApi vault = VaultApi.start(rig.leases);
                RotatingDataSource dataSource = asking(vault)) {
            dataSource.suspend();
            vault.stop();
            Thread resuming = new Thread(() -> resume(dataSource), "resuming");
            resuming.start();
            Await.until(() -> dataSource.status().sourceFailure() != null);

            vault.startAgain();
            resuming.join();

            rig.awaitGeneration(dataSource, 2);
            assertThat(rig.userOf(dataSource)).isNotEmpty();
        }
    }

    private static void resume(RotatingDataSource dataSource) {
        try {
            dataSource.resume();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void letsATransactionCommitFirst() throws Exception {
        try (RotatingDataSource dataSource = rig.start()) {
            Connection open = dataSource.getConnection();
            open.setAutoCommit(false);
            Sql.run(open, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            Thread suspending = new Thread(dataSource::suspend, "suspending");
            suspending.start();
            Await.until(() -> rig.saw(RotationEvent.Suspended.class));

            Sql.run(open, "UPDATE account SET balance = balance + 1 WHERE id = 2");
            open.commit();
            open.close();

            suspending.join();
            assertThat(rig.sockets.open()).isZero();
        }
    }

    @Test
    void failsNoStatementUnderLoadButTheCheckoutsMeanwhile() throws Exception {
        try (RotatingDataSource dataSource = rig.start();
                Workers workers = Workers.start(dataSource, Workers.Load.holding(8))) {
            rig.awaitGeneration(dataSource, 1);
            dataSource.suspend();
            dataSource.resume();
            rig.awaitGeneration(dataSource, 2);
            WorkReport report = workers.stop();

            assertThat(report.failedStatements()).isZero();
            assertThat(report.failures())
                    .isNotEmpty()
                    .allSatisfy(failure -> assertThat(failure.cause()).hasMessageContaining("is suspended"));
        }
    }

    @Test
    void isSuspendedWhileItsLoginIsDead() throws Exception {
        RotationPolicy policy = rig.policy().withGrace(Duration.ZERO);
        try (RotatingDataSource dataSource = rig.builder().policy(policy).build()) {
            Await.until(() -> rig.sockets.open() == Rig.POOL);
            rig.leases.revokeAndKill(rig.lease);
            Await.until(() -> isUnavailable(dataSource));
            dataSource.suspend();
            rig.rotate();

            dataSource.resume();

            assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());
        }
    }

    private boolean isUnavailable(RotatingDataSource dataSource) {
        try {
            return rig.userOf(dataSource).isEmpty();
        } catch (SQLException e) {
            return dataSource.status().phase() == RotationStatus.Phase.UNAVAILABLE;
        }
    }

    @Test
    void releasesASharedSourceWithTheLastOfThoseWhoShareIt() throws Exception {
        SharedSource shared = SharedSource.of(CredentialSource.file(rig.file));
        CredentialSource ofWriter = shared.member();
        CredentialSource ofReader = shared.member();
        try (RotatingDataSource writer = named("-w", ofWriter);
                RotatingDataSource reader = named("-r", ofReader)) {
            writer.suspend();
            assertThat(rig.userOf(reader)).isEqualTo(rig.lease.username());
            reader.suspend();
            Await.until(() -> Threads.of("rotating-datasource-").isEmpty());
            writer.resume();

            assertThat(rig.userOf(writer)).isEqualTo(rig.lease.username());
            assertThatThrownBy(reader::getConnection)
                    .isInstanceOfSatisfying(
                            CredentialsUnavailableException.class,
                            e -> assertThat(e.part()).isEqualTo(Part.SUSPENDED));
        }
    }

    private RotatingDataSource named(String name, CredentialSource source) throws Exception {
        HikariConfig pool = rig.pool();
        pool.setPoolName(rig.name + name);
        return rig.builder().pool(pool).source(source).build();
    }
}
