package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.source.OfferedCredentials;
import io.github.rotatingdatasource.source.SharedSource;
import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources that several data sources share, that an application feeds, and that give tokens, on a real server. */
@Tag("database")
@Timeout(60)
class SharedSourceDrillTest {
    /** Makes a user at each read, and drops him when he is retired. */
    private static final class Minting implements CredentialSource {
        final AtomicInteger reads = new AtomicInteger();
        final List<String> retired = new CopyOnWriteArrayList<>();
        private final Rig rig;

        Minting(Rig rig) {
            this.rig = rig;
        }

        @Override
        public Credential read() throws SQLException {
            reads.incrementAndGet();
            IssuedLease lease = rig.leases.issue();
            return new Credential(lease.username(), lease.password(), Lease.unknown());
        }

        @Override
        public void retired(Credential credential) {
            retired.add(credential.username());
        }
    }

    private static RotatingDataSource start(Rig rig, CredentialSource source, String name) throws SQLException {
        HikariConfig pool = rig.pool();
        pool.setPoolName(rig.name + name);
        return rig.builder().pool(pool).source(source).build();
    }

    @Test
    void aRotationThroughOneReachesTheOther() throws Exception {
        try (Rig rig = new Rig()) {
            Minting source = new Minting(rig);
            SharedSource shared = SharedSource.of(source);
            try (RotatingDataSource writer = start(rig, shared.member(), "-w");
                    RotatingDataSource reader = start(rig, shared.member(), "-r")) {
                String before = rig.userOf(reader);
                assertThat(rig.userOf(writer)).isEqualTo(before);

                writer.rotateNow();
                rig.awaitGeneration(reader, 2);
                Await.until(() -> !source.retired.isEmpty());

                assertThat(rig.userOf(reader)).isEqualTo(rig.userOf(writer)).isNotEqualTo(before);
                assertThat(source.reads).hasValue(2);
                assertThat(source.retired).containsExactly(before);
            }
            assertThat(source.retired).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsOfferedTakesOver() throws Exception {
        try (Rig rig = new Rig()) {
            OfferedCredentials offered = CredentialSource.offered();
            offered.offer(rig.credential());
            try (RotatingDataSource dataSource = start(rig, offered, "-o")) {
                rig.rotate();

                offered.offer(rig.credential());
                rig.awaitGeneration(dataSource, 2);

                assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());
            }
        }
    }

    /** A password that is changed in place does to sessions what the next token does: nothing. */
    private static void changePassword(Rig rig, OfferedCredentials offered, String token) throws SQLException {
        String user = rig.lease.username();
        rig.database.execute("ALTER ROLE \"" + user + "\" PASSWORD '" + token + "'");
        offered.offer(Credential.loginOnly(user, token));
    }

    @Test
    void aNewTokenIsUsedForNewConnectionsAndReplacesNone() throws Exception {
        try (Rig rig = new Rig()) {
            OfferedCredentials offered = CredentialSource.offered();
            offered.offer(Credential.loginOnly(rig.lease.username(), rig.lease.password()));
            try (RotatingDataSource dataSource = start(rig, offered, "-t")) {
                String user = rig.lease.username();
                Await.until(() -> rig.database.sessionsOf(user) == Rig.POOL);
                String first = dataSource.status().fingerprint();

                changePassword(rig, offered, "the-next-token");
                Await.until(() -> !first.equals(dataSource.status().fingerprint()));
                assertThat(rig.database.sessionsOf(user)).isEqualTo(Rig.POOL);
                rig.database.terminateSessionsOf(user);
                Await.until(() -> serves(rig, dataSource) && rig.database.sessionsOf(user) > 0);

                assertThat(dataSource.status().generation()).isOne();
                assertThat(rig.database.refusedLogins(user)).isZero();
                assertThat(rig.count(RotationEvent.Rotated.class)).isOne();
            }
        }
    }

    /** Returns whether a caller is served, after what was killed has been found out. */
    private static boolean serves(Rig rig, RotatingDataSource dataSource) {
        try {
            return !rig.userOf(dataSource).isEmpty();
        } catch (SQLException killed) {
            return false;
        }
    }

    @Test
    void anOldTokenIsRefusedAndTheNextOneTakesOver() throws Exception {
        try (Rig rig = new Rig()) {
            OfferedCredentials offered = CredentialSource.offered();
            offered.offer(Credential.loginOnly(rig.lease.username(), rig.lease.password()));
            try (RotatingDataSource dataSource = start(rig, offered, "-l")) {
                String user = rig.lease.username();
                rig.database.execute("ALTER ROLE \"" + user + "\" PASSWORD 'the-next-token'");
                rig.database.terminateSessionsOf(user);
                Await.until(() -> !serves(rig, dataSource) && rig.saw(RotationEvent.LoginRefused.class));

                offered.offer(Credential.loginOnly(user, "the-next-token"));
                rig.awaitGeneration(dataSource, 2);

                assertThat(rig.userOf(dataSource)).isEqualTo(user);
            }
        }
    }
}
