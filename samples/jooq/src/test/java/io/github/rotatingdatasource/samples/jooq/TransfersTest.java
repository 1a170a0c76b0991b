package io.github.rotatingdatasource.samples.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.nio.file.Path;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(60)
class TransfersTest {
    private final TestDatabase database = TestDatabase.shared();

    @TempDir
    private Path directory;

    private LeaseServer leases;
    private FileRenderer renderer;
    private IssuedLease first;
    private RotatingDataSource dataSource;
    private Transfers transfers;

    @BeforeEach
    void open() throws Exception {
        database.createAccountsTable();
        database.execute("UPDATE account SET balance = 0");
        leases = LeaseServer.on(database);
        renderer = FileRenderer.to(directory.resolve("db-creds")).withMode("rw-------");
        first = leases.issue();
        renderer.render(first);
        dataSource = Main.open(database.url(), renderer.file());
        transfers = new Transfers(DSL.using(dataSource, SQLDialect.POSTGRES));
    }

    @AfterEach
    void closeWithNothingLeft() {
        dataSource.close();
        await().until(() -> database.sessionsOf("v-%") == 0);
        leases.close();
    }

    @Test
    void commitsWhatBeganBeforeARotation() throws Exception {
        transfers.transfer(1, 2, 50, this::rotate);

        assertThat(transfers.balance(1)).isEqualTo(-50);
        assertThat(transfers.balance(2)).isEqualTo(50);
        assertThat(transfers.total()).isZero();
        await().until(() -> database.sessionsOf(first.username()) == 0);
    }

    @Test
    void leavesNothingOfATransferThatIsCutOff() throws Exception {
        assertThatThrownBy(() -> transfers.transfer(1, 2, 50, () -> leases.revokeAndKill(first)))
                .isInstanceOf(DataAccessException.class);

        assertThat(database.query(Long.class, "SELECT max(abs(balance)) FROM account"))
                .isZero();
    }

    private void rotate() throws Exception {
        renderer.render(leases.issue());
        await().until(() ->
                dataSource.status().generation() == 2 && dataSource.status().phase() == Phase.SERVING);
    }
}
