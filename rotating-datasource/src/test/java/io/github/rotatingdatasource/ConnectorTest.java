package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Every way in which HikariCP can be told of a database, each over a rotation. */
@Tag("database")
class ConnectorTest {
    private final HikariConfig config = new HikariConfig();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        config.setPoolName(rig.name);
        config.setMaximumPoolSize(2);
    }

    @AfterEach
    void close() {
        rig.close();
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    private void assertServesAcrossARotation() throws Exception {
        try (RotatingDataSource dataSource = rig.builder().pool(config).build()) {
            assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());

            rig.rotate();
            rig.awaitGeneration(dataSource, 2);

            Await.until(() -> dataSource.status().oldConnections() == 0);
            assertThat(rig.userOf(dataSource)).isEqualTo(rig.lease.username());
        }
    }

    private static PGSimpleDataSource simple() {
        PGSimpleDataSource simple = new PGSimpleDataSource();
        simple.setUrl(TestDatabase.shared().url());
        return simple;
    }

    @Test
    void aUrl() throws Exception {
        config.setJdbcUrl(rig.database.url());

        assertServesAcrossARotation();
    }

    @Test
    void aUrlAndTheNameOfADriver() throws Exception {
        config.setJdbcUrl(rig.database.url());
        config.setDriverClassName("org.postgresql.Driver");

        assertServesAcrossARotation();
    }

    @Test
    void theClassOfADataSourceAndItsProperties() throws Exception {
        config.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
        config.addDataSourceProperty("serverName", rig.database.host());
        config.addDataSourceProperty("portNumber", String.valueOf(rig.database.port()));
        config.addDataSourceProperty("databaseName", TestDatabase.NAME);

        assertServesAcrossARotation();
    }

    @Test
    void aDataSourceOfTheUsersOwn() throws Exception {
        config.setDataSource(simple());

        assertServesAcrossARotation();
    }

    @Test
    void aDataSourceOfTheUsersOwnThatHasALoginWhichIsNeverUsed() throws Exception {
        PGSimpleDataSource simple = simple();
        simple.setUser("nobody");
        simple.setPassword("nothing");
        config.setDataSource(simple);

        assertServesAcrossARotation();
    }

    @Test
    void aNameInJndi() throws Exception {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        Names.BOUND.put("jdbc/app", simple());
        config.setDataSourceJNDI("jdbc/app");

        assertServesAcrossARotation();
    }

    @Test
    void aNameThatIsNotInJndiIsNamed() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        config.setDataSourceJNDI("jdbc/missing");

        assertThatThrownBy(() -> rig.builder().pool(config).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc/missing");
    }

    @Test
    void leavesTheLimitOfAllOtherDriversAlone() throws Exception {
        int before = DriverManager.getLoginTimeout();
        config.setJdbcUrl(rig.database.url());
        config.setConnectionTimeout(7_000);

        assertServesAcrossARotation();

        assertThat(DriverManager.getLoginTimeout()).isEqualTo(before);
    }

    @Test
    void givesItsUrlToWhoeverDerivesAnotherDataSource() throws Exception {
        config.setJdbcUrl(rig.database.url());

        try (RotatingDataSource dataSource = rig.builder().pool(config).build()) {
            assertThat(dataSource.getUrl()).isEqualTo(rig.database.url());
        }
    }

    @Test
    void leavesTheConfigurationOfItsUserAsItWas() throws Exception {
        config.setJdbcUrl(rig.database.url());

        assertServesAcrossARotation();

        assertThat(config.getUsername()).isNull();
        assertThat(config.getMinimumIdle()).isEqualTo(-1);
        assertThat(config.getMaximumPoolSize()).isEqualTo(2);
        assertThat(config.getDataSource()).isNull();
    }

    /** A directory of names, of which only {@code lookup} is ever used. */
    public static final class Names implements InitialContextFactory {
        static final Map<String, DataSource> BOUND = new ConcurrentHashMap<>();

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    Names.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("lookup")) {
                            return null;
                        }
                        DataSource found = BOUND.get(String.valueOf(arguments[0]));
                        if (found == null) {
                            throw new NamingException("not bound");
                        }
                        return found;
                    });
        }
    }
}
