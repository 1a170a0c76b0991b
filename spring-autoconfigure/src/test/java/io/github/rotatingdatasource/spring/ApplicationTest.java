package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.testkit.CredentialTemplate;
import io.github.rotatingdatasource.testkit.FileRenderer;
import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import io.github.rotatingdatasource.testkit.RoleSettings;
import io.github.rotatingdatasource.testkit.TestDatabase;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole application on a real database whose logins come and go. */
@Tag("database")
class ApplicationTest {
    private static final String[] SETTINGS = {
        "spring.datasource.hikari.maximum-pool-size=4",
        "spring.datasource.hikari.pool-name=orders",
        "spring.datasource.hikari.register-mbeans=true",
        "spring.jmx.enabled=true",
        "management.endpoints.jmx.exposure.include=rotatingdatasource",
        "rotating-datasource.policy.distance=0s",
        "rotating-datasource.policy.poll-limit=100ms",
        "rotating-datasource.policy.debounce=0s"
    };

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.shared();
    private LeaseServer leases;
    private FileRenderer renderer;
    private IssuedLease lease;

    @BeforeEach
    void prepare() throws Exception {
        database.createAccountsTable();
        leases = LeaseServer.on(database, RoleSettings.defaults());
        renderer = FileRenderer.to(directory.resolve("db-creds"))
                .withTemplate(CredentialTemplate.corrected())
                .withMode("rw-------");
        render();
    }

    @AfterEach
    void close() {
        leases.close();
    }

    private void render() throws Exception {
        lease = leases.issue();
        renderer.render(lease);
    }

    private ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .properties(SETTINGS)
                .properties(
                        "spring.datasource.url=" + database.url(),
                        "rotating-datasource.source.file.path=" + directory.resolve("db-creds"))
                .properties(more)
                .run();
    }

    private void rotateTo(int generation, RotatingDataSource dataSource) throws Exception {
        render();
        await(() -> dataSource.status().generation() == generation);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }

    private static Connection transaction(RotatingDataSource dataSource, int account) throws Exception {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE account SET balance = 42 WHERE id = " + account);
        }
        return connection;
    }

    private static void commit(Connection connection) throws Exception {
        connection.commit();
        connection.setAutoCommit(true);
        connection.close();
    }

    private static Status health(ConfigurableApplicationContext app, String name) {
        var contributor = app.getBean(HealthContributorRegistry.class).getContributor(name);
        return ((HealthIndicator) contributor).health().getStatus();
    }

    private static Set<ObjectName> beans(String pattern) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null);
    }

    @Test
    void commitsTransactionsThatAreOpenAcrossTwoRotationsThatOverlap() throws Exception {
        database.execute("UPDATE account SET balance = 0 WHERE id IN (1, 2)");
        try (ConfigurableApplicationContext app = start()) {
            RotatingDataSource dataSource = app.getBean(RotatingDataSource.class);
            Connection first = transaction(dataSource, 1);
            rotateTo(2, dataSource);
            Connection second = transaction(dataSource, 2);
            rotateTo(3, dataSource);
            await(() -> dataSource.status().draining() == 2);

            commit(first);
            commit(second);

            assertThat(balances(app)).isEqualTo(84);
            assertThat(user(app)).isEqualTo(lease.username());
            assertThat(health(app, "rotatingDataSource")).isEqualTo(Status.UP);
            assertThat(health(app, "db")).isEqualTo(Status.UP);
            assertThat(app.getBean(RotatingDataSourceEndpoint.class).statusOf("orders"))
                    .containsEntry("generation", 3);
        }
    }

    private static long balances(ConfigurableApplicationContext app) {
        return app.getBean(JdbcClient.class)
                .sql("SELECT sum(balance) FROM account WHERE id IN (1, 2)")
                .query(Long.class)
                .single();
    }

    private static String user(ConfigurableApplicationContext app) {
        return app.getBean(JdbcClient.class)
                .sql("SELECT session_user::text")
                .query(String.class)
                .single();
    }

    @Test
    void measuresGoOnUnderOneNameWhileGenerationsOverlap() throws Exception {
        try (LogLines log = new LogLines();
                ConfigurableApplicationContext app = start()) {
            RotatingDataSource dataSource = app.getBean(RotatingDataSource.class);
            MeterRegistry meters = app.getBean(MeterRegistry.class);
            user(app);
            Set<Meter.Id> before = ids(meters, "");
            long acquired = acquired(meters);
            try (Connection first = dataSource.getConnection()) {
                rotateTo(2, dataSource);
                try (Connection second = dataSource.getConnection()) {
                    rotateTo(3, dataSource);
                    assertThat(first).isNotSameAs(second);
                    await(() ->
                            meters.get("hikaricp.connections.active").gauge().value() == 2);
                    await(() -> meters.get("jdbc.connections.active").gauge().value() == 2);
                }
            }
            assertThat(acquired(meters)).isEqualTo(acquired + 2);
            assertThat(ids(meters, "")).isEqualTo(before);
            assertThat(ids(meters, "hikaricp")).isNotEmpty().allMatch(id -> "orders".equals(id.getTag("pool")));
            await(() -> rotations(meters, "change") == 2);
            assertThat(log.complaints()).isEmpty();
        }
    }

    private static Set<Meter.Id> ids(MeterRegistry meters, String prefix) {
        return meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith(prefix))
                .collect(Collectors.toSet());
    }

    private static long acquired(MeterRegistry meters) {
        return meters.get("hikaricp.connections.acquire").timer().count();
    }

    private static double rotations(MeterRegistry meters, String reason) {
        return meters.get("rotating.datasource.rotations").tag("reason", reason).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void hasOneManagementBeanPerPoolAndLeavesNothingBehind() throws Exception {
        String first = lease.username();
        try (ConfigurableApplicationContext app = start()) {
            RotatingDataSource dataSource = app.getBean(RotatingDataSource.class);
            rotateTo(2, dataSource);
            rotateTo(3, dataSource);

            assertThat(beans("com.zaxxer.hikari:*")).hasSize(1);
            assertThat(beans("*:type=HikariConfig,*")).isEmpty();
        }
        assertThat(beans("com.zaxxer.hikari:*")).isEmpty();
        await(() -> database.sessionsOf(first) + database.sessionsOf(lease.username()) == 0);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("orders")));
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        renderer.render("DB_USER=" + lease.username() + "\nDB_PASS=not-his\nDB_LEASE_ID=a\nDB_TTL=3600\n");

        try (LogLines log = new LogLines()) {
            assertThatThrownBy(() -> start("rotating-datasource.policy.arrival-window=0s"))
                    .isNotNull();

            assertThat(log.complaints())
                    .anySatisfy(line -> assertThat(line)
                            .contains("APPLICATION FAILED TO START", "data source orders could not start", "28P01"))
                    .noneMatch(line -> line.contains("not-his"));
        }
    }

    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class App {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
