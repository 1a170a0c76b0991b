package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What the driver is given is the login of the credential, whatever else it could find; see {@link NeverStaticTest}. */
@Tag("database")
class ConnectorLoginTest {
    private static final String PASSWORD_FILE = "org.postgresql.pgpassfile";

    private final TestDatabase database = TestDatabase.shared();
    private final LeaseServer leases = LeaseServer.on(database);
    private IssuedLease lease;

    @TempDir
    Path directory;

    @BeforeEach
    void issue() throws SQLException {
        lease = leases.issue();
    }

    @AfterEach
    void close() {
        System.clearProperty(PASSWORD_FILE);
        leases.close();
    }

    private PGSimpleDataSource dataSourceOf(IssuedLease own) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(database.url());
        dataSource.setUser(own.username());
        dataSource.setPassword(own.password());
        return dataSource;
    }

    private static Connector connector(PGSimpleDataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        return Connector.of(config);
    }

    private Connector connectorByUrl() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        return Connector.of(config);
    }

    private void writePasswordFile() throws IOException {
        Path file = Files.writeString(directory.resolve("passwords"), "*:*:*:*:" + lease.password() + "\n");
        System.setProperty(PASSWORD_FILE, file.toString());
    }

    @Test
    void theLoginOfTheUsersOwnDataSourceIsNotUsed() throws Exception {
        PGSimpleDataSource dataSource = dataSourceOf(leases.issue());

        try (Connection connection = connector(dataSource).connect(lease.username(), lease.password())) {
            assertThat(Sql.ask(connection, "SELECT session_user")).isEqualTo(lease.username());
        }
    }

    @Test
    void theUsersOwnDataSourceHelpsNoLoginThatIsRefused() throws Exception {
        Connector connector = connector(dataSourceOf(leases.issue()));

        assertThatThrownBy(() -> connector.connect(lease.username(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void aPasswordFileHelpsNoLoginThatIsRefused() throws Exception {
        writePasswordFile();

        assertThatThrownBy(() -> connectorByUrl().connect(lease.username(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    /** Why a credential without a password must not be: the driver would look for one elsewhere. */
    @Test
    void theDriverLooksIntoAPasswordFileIfItIsGivenNoPassword() throws Exception {
        writePasswordFile();

        try (Connection connection = dataSourceOf(lease).getConnection(lease.username(), null)) {
            assertThat(Sql.ask(connection, "SELECT session_user")).isEqualTo(lease.username());
        }
    }
}
