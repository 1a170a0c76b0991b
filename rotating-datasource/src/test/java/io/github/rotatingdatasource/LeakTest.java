package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.SourceFailed;
import io.github.rotatingdatasource.RotationEvent.SourceRecovered;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.github.rotatingdatasource.testkit.Workers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No secret comes out of the process, whatever happens: each test is something that happens, and afterwards everything that
 * came out meanwhile, by whatever way and at whatever level, is searched for every user, password, lease id and line of a file
 * that there was. {@link LeakControlTest} proves that the search finds them.
 *
 * <p>Left out: what statements throw, what the driver itself logs below INFO, and the message of a source's own exception.
 */
@Tag("database")
class LeakTest {
    private LeakRig leaks;

    @BeforeEach
    void start() throws Exception {
        leaks = new LeakRig(TestDatabase.shared());
    }

    @AfterEach
    void nothingLeaks() {
        assertThat(leaks.leaks()).isEmpty();
    }

    /** What may become of a login while it is in use. */
    enum Death {
        PASSWORD_CHANGED {
            @Override
            void kill(LeaseServer leases, IssuedLease lease) throws SQLException {
                leases.changePassword(lease);
            }
        },
        NO_LOGIN {
            @Override
            void kill(LeaseServer leases, IssuedLease lease) throws SQLException {
                leases.noLogin(lease);
            }
        },
        REVOKED {
            @Override
            void kill(LeaseServer leases, IssuedLease lease) throws SQLException {
                leases.revoke(lease);
            }
        },
        REVOKED_AND_KILLED {
            @Override
            void kill(LeaseServer leases, IssuedLease lease) throws SQLException {
                leases.revokeAndKill(lease);
            }
        };

        abstract void kill(LeaseServer leases, IssuedLease lease) throws SQLException;
    }

    @Test
    void whenItStarts() throws Exception {
        assertThat(leaks.ask(leaks.start())).isTrue();
    }

    @Test
    void whenItRotatesUnderLoad() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        try (Workers workers = Workers.start(dataSource, 8)) {
            for (int generation = 2; generation <= 4; generation++) {
                leaks.rig.rotate();
                leaks.rig.awaitGeneration(dataSource, generation);
            }
            workers.stop().failures().forEach(failure -> leaks.output.thrown(failure.cause()));
        }
    }

    @Test
    void whenANewLoginIsRefused() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        leaks.renderWrongPassword();

        Await.until(() -> leaks.rig.count(RotationFailed.class) >= 2);
        assertThat(leaks.ask(dataSource)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whenTheLoginInUseDies(Death death) throws Exception {
        RotatingDataSource dataSource = leaks.start();
        List<Connection> taken = leaks.take(dataSource, 1);
        death.kill(leaks.rig.leases, leaks.rig.lease);

        taken.addAll(leaks.take(dataSource, LeakRig.POOL)); // more than there are
        Await.until(() -> leaks.rig.saw(LoginRefused.class));
        leaks.giveBack(taken);
        leaks.ask(dataSource);
        leaks.rig.rotate();
        leaks.rig.awaitGeneration(dataSource, 2);

        assertThat(leaks.ask(dataSource)).isTrue();
    }

    @Test
    void whenTheFileIsTorn() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        String content = "DB_PASS=" + leaks.made() + leaks.made() + "\nDB_USER=" + leaks.made() + "\n";
        leaks.secrets.addLinesOf(content.substring(0, content.length() / 2));
        AtomicInteger pauses = new AtomicInteger();

        leaks.rig.renderer.truncateThenWrite(content, () -> awaitFailures(pauses.incrementAndGet()));

        Await.until(() -> leaks.rig.saw(RotationFailed.class)); // the other half is there, and nobody's login
        assertThat(leaks.ask(dataSource)).isTrue();
    }

    /** Once while the file is empty, once while it is half there. */
    private void awaitFailures(int count) {
        Await.until(() -> leaks.rig.count(SourceFailed.class) >= count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "DB_USER=%s",
                "DB_USER=%s\nDB_USER=%s\n",
                "=%s\n",
                "DB_USER=%s\nDB_PASS=\n",
                "DB_USER=%s\n%s\n",
                "{\"username\": \"%s\", \"password\": \"%s\"}\n"
            })
    void whenTheFileMakesNoSense(String content) throws Exception {
        RotatingDataSource dataSource = leaks.start();
        leaks.render(content.formatted(leaks.made(), leaks.made()));
        Await.until(() -> leaks.rig.saw(SourceFailed.class));
        leaks.rig.rotate();
        Await.until(() -> leaks.rig.saw(SourceRecovered.class));

        leaks.rig.awaitGeneration(dataSource, 2);
    }

    @Test
    void whenTheLengthOfALeaseMakesNoSense() throws Exception {
        IssuedLease lease = leaks.rig.lease;
        leaks.render("DB_USER=" + lease.username() + "\nDB_PASS=" + lease.password() + "\nDB_LEASE_ID=" + lease.id()
                + "\nDB_TTL=" + leaks.made() + "\n");

        assertThat(leaks.ask(leaks.start())).isTrue();
    }

    @Test
    void whenThereIsNoFileAtTheStart() throws Exception {
        Files.delete(leaks.rig.file);

        assertThatThrownBy(() -> leaks.startInVain(leaks.pool())).isInstanceOf(CredentialsUnavailableException.class);
    }

    @Test
    void whenThereIsNoFileAnyMore() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        Files.delete(leaks.rig.file);

        Await.until(() -> leaks.rig.saw(SourceFailed.class));
        assertThat(leaks.ask(dataSource)).isTrue();
    }

    @Test
    void whenThePasswordIsWrongAtTheStart() throws Exception {
        leaks.renderWrongPassword();

        assertThatThrownBy(() -> leaks.startInVain(leaks.pool())).isInstanceOf(CredentialsUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET ROLE nobody_there",
                "DO $$ BEGIN RAISE EXCEPTION 'not %', session_user USING DETAIL = session_user; END $$",
                "DO $$ BEGIN RAISE EXCEPTION 'not %', session_user USING ERRCODE = '28000'; END $$"
            })
    void whenTheFirstStatementFails(String statement) throws Exception {
        HikariConfig pool = leaks.pool();
        pool.setConnectionInitSql(statement);

        assertThatThrownBy(() -> leaks.startInVain(pool)).isInstanceOf(SQLException.class);
    }

    @Test
    void whenTheFirstStatementFailsLater() throws Exception {
        HikariConfig pool = leaks.pool();
        pool.setConnectionInitSql("DO $$ BEGIN IF (SELECT balance FROM account WHERE id = 2) = -7 THEN"
                + " RAISE EXCEPTION 'not %', session_user; END IF; END $$");
        RotatingDataSource dataSource = leaks.start(pool);
        leaks.rig.database.execute("UPDATE account SET balance = -7 WHERE id = 2");
        try {
            leaks.giveBack(leaks.take(dataSource, 2)); // the second one is refused, and the caller's time-out says why
        } finally {
            leaks.rig.database.execute("UPDATE account SET balance = 0 WHERE id = 2");
        }
    }

    @Test
    void whenAllConnectionsAreInUse() throws Exception {
        RotatingDataSource dataSource = leaks.start();

        leaks.giveBack(leaks.take(dataSource, LeakRig.POOL + 1));
    }

    @Test
    void whenConnectionsAreCutOff() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        leaks.take(dataSource, 2);
        leaks.rig.rotate();

        Await.until(() -> leaks.rig
                .event(Drained.class)
                .filter(drained -> drained.cut() == 2)
                .isPresent());
    }

    @Test
    void whenItIsClosedWhileCallersWait() throws Exception {
        RotatingDataSource dataSource = leaks.start();
        leaks.take(dataSource, LeakRig.POOL);
        Callers callers = Callers.start(5, dataSource::getConnection);
        leaks.rig.rotate();
        Await.until(() -> dataSource.status().phase() == RotationStatus.Phase.HANDING_OVER);

        dataSource.close();
        callers.awaitDone();

        callers.failures().forEach(leaks.output::thrown);
    }
}
