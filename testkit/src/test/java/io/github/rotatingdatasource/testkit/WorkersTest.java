package io.github.rotatingdatasource.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rotatingdatasource.testkit.WorkReport.Stage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class WorkersTest {
    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);

    @BeforeEach
    void createTable() throws Exception {
        database.createAccountsTable();
        database.execute("UPDATE account SET balance = 0");
    }

    @AfterEach
    void close() {
        leases.close();
    }

    @Test
    void recordsEveryCheckout() throws Exception {
        Workers workers = Workers.start(dataSource(leases.issue()), 3);
        await().until(() -> balances() >= 20);

        WorkReport report = workers.stop();

        assertThat(report.completed()).isEqualTo(balances()).isEqualTo(report.checkouts());
        assertThat(report.checkoutLatencies().count()).isEqualTo((int) report.checkouts());
        assertThat(report.failures()).isEmpty();
        assertThat(report.longestStandstill())
                .isBetween(report.checkoutLatencies().percentile(1), report.duration());
    }

    @Test
    void looksAtAPartOfTheTime() throws Exception {
        Workers workers = Workers.start(dataSource(leases.issue()), 1);
        await().until(() -> balances() >= 5);
        long middle = System.nanoTime();
        await().until(() -> balances() >= 10);

        WorkReport report = workers.stop();

        long end = System.nanoTime();
        assertThat(report.completed(middle, end)).isBetween(1L, report.completed() - 1);
        assertThat(report.checkoutLatencies(middle, end).count()).isBetween(1, (int) report.completed() - 1);
        assertThat(report.longestStandstill(middle, end)).isLessThan(Duration.ofNanos(end - middle));
        assertThat(report.firstSuccess(middle).orElseThrow()).isBetween(middle, end);
        assertThat(report.firstSuccess(end)).isEmpty();
    }

    @Test
    void looksAtTheFailuresOfAPartOfTheTime() throws Exception {
        IssuedLease lease = leases.issue();
        Workers workers = Workers.start(dataSource(lease), 2);
        await().until(() -> balances() > 0);
        long good = System.nanoTime();
        leases.revoke(lease);
        long before = database.refusedLogins();
        await().until(() -> database.refusedLogins() > before + 4);

        WorkReport report = workers.stop();

        long end = System.nanoTime();
        assertThat(report.failedCheckouts(good, end)).isEqualTo(report.failedCheckouts());
        assertThat(report.failedCheckouts(good - 1_000_000_000, good)).isZero();
        assertThat(report.failedCheckoutLatencies(good, end).max()).isPositive();
    }

    @Test
    void recordsRefusedCheckouts() throws Exception {
        IssuedLease lease = leases.issue();
        Workers workers = Workers.start(dataSource(lease), 2);
        await().until(() -> balances() > 0);
        leases.revoke(lease);
        long before = database.refusedLogins();
        await().until(() -> database.refusedLogins() > before + 4);

        WorkReport report = workers.stop();

        assertThat(report.failedCheckouts()).isGreaterThan(4);
        assertThat(report.failures())
                .filteredOn(failure -> failure.stage() == Stage.CHECKOUT)
                .extracting(WorkReport.Failure::cause)
                .hasSizeGreaterThan(4)
                .anySatisfy(cause -> assertThat(cause).hasMessageContaining("password authentication failed"));
        assertThat(report.toString()).contains("failed").doesNotContain(lease.password());
    }

    @Test
    void recordsFailedStatements() throws Exception {
        Work work = (connection, random) -> TestDatabase.run(connection, "SELECT 1/0");
        Workers.Load load = new Workers.Load(1, work, Duration.ZERO, Duration.ofMillis(1));
        long begun = System.nanoTime();
        Workers workers = Workers.start(dataSource(leases.issue()), load);
        await().until(() -> CountedSockets.count("workers").opened() >= 3);

        WorkReport report = workers.stop();

        assertThat(report.failedStatements()).isEqualTo(report.checkouts()).isPositive();
        assertThat(report.failedStatementsPerWorker(begun, System.nanoTime())).containsExactly(report.checkouts());
        assertThat(report.failedStatementsPerWorker(begun - 1, begun)).containsExactly(0L);
        assertThat(report.failuresByKind(begun, System.nanoTime()).values()).containsExactly(report.failedStatements());
        assertThat(report.failuresByKind(begun - 1, begun)).isEmpty();
        assertThat(report.completed()).isZero();
        assertThat(report.longestStandstill()).isEqualTo(report.duration());
    }

    @Test
    void holdsAConnectionForAWhile() throws Exception {
        Workers workers = Workers.start(dataSource(leases.issue()), Workers.Load.holding(1));
        long begun = CountedSockets.count("workers").opened();
        await().until(() -> CountedSockets.count("workers").opened() >= begun + 4);

        WorkReport report = workers.stop();

        assertThat(report.failures()).isEmpty();
        assertThat(report.duration()).isGreaterThan(Duration.ofMillis(60));
    }

    @Test
    void refusesToStartNobody() {
        assertThatThrownBy(() -> Workers.Load.shortTransactions(0))
                .hasMessage("there must be a thread at least, but threads is 0");
    }

    private long balances() throws Exception {
        return database.query(Long.class, "SELECT sum(balance)::bigint FROM account");
    }

    private PGSimpleDataSource dataSource(IssuedLease lease) throws Exception {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url());
        dataSource.setUser(lease.username());
        dataSource.setPassword(lease.password());
        dataSource.setProperty("socketFactory", CountedSockets.class.getName());
        dataSource.setProperty("socketFactoryArg", "workers");
        return dataSource;
    }
}
