package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.Lease;
import io.github.rotatingdatasource.source.SharedSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** More data sources than one, with what the application has configured for the first. */
class RotatingDataSourcesTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"))
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=3", "spring.datasource.hikari.pool-name=orders");
    }

    @Test
    void aSecondOneIsBesideTheFirst() {
        app.withUserConfiguration(Reports.class).run(context -> {
            RotatingDataSource reports = context.getBean("reports", RotatingDataSource.class);

            assertThat(reports.getName()).isEqualTo("reports");
            assertThat(reports.getUrl()).isEqualTo("jdbc:stub:reports");
            assertThat(context.getBean("dataSource", RotatingDataSource.class).getName())
                    .isEqualTo("orders");
            assertThat(StubDriver.USERS).contains("app", "reporter");
        });
        assertThat(StubDriver.OPEN).hasValue(0);
    }

    @Test
    void aSecondOneHasTheSettingsOfTheFirst() {
        app.withUserConfiguration(Reports.class)
                .run(context -> assertThat(Apps.numbers(context, context.getBean("reports", RotatingDataSource.class))
                                .getMax())
                        .isEqualTo(3));
    }

    @Test
    void aSecondOneMayBeBesideOneThatHasAFixedLogin() {
        Apps.withoutSource()
                .withUserConfiguration(Reports.class)
                .withPropertyValues("spring.datasource.username=fixed", "spring.datasource.password=" + Apps.SECRET)
                .run(context -> {
                    context.getBean("dataSource", DataSource.class)
                            .getConnection()
                            .close();
                    assertThat(StubDriver.USERS).contains("reporter", "fixed");
                });
    }

    @Test
    void aSecondOneTellsTheSameListeners() {
        Set<String> told = ConcurrentHashMap.newKeySet();
        app.withUserConfiguration(Reports.class)
                .withBean(RotationListener.class, () -> (name, event) -> told.add(name))
                .run(context -> Awaitility.await().until(() -> told.containsAll(Set.of("orders", "reports"))));
    }

    @Test
    void anApplicationMayMakeAllOfThem() {
        Apps.withoutSource().withUserConfiguration(Own.class).run(context -> {
            assertThat(context).hasSingleBean(RotatingDataSource.class);
            assertThat(StubDriver.USERS).containsOnly("owner");
        });
    }

    @Test
    void twoMayShareOneSource() {
        Apps.withoutSource().withUserConfiguration(Shared.class).run(context -> {
            assertThat(context.getBean(RotatingDataSource.class).getUrl()).isEqualTo(StubDriver.URL);
            assertThat(context.getBean("readers", RotatingDataSource.class).getUrl())
                    .isEqualTo("jdbc:stub:replica");
            assertThat(StubDriver.URLS).contains(StubDriver.URL, "jdbc:stub:replica");
            assertThat(StubDriver.USERS).containsOnly("minted-1");
        });
        assertThat(StubDriver.OPEN).hasValue(0);
    }

    @Test
    void twoOfOneNameAreRefused() {
        app.run(context -> assertThatThrownBy(() -> context.getBean(RotatingDataSources.class)
                        .builder("orders", StubDriver.URL)
                        .source(Apps.source("x"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders"));
    }

    @Test
    void twoOfOneNameInTwoApplicationsDoNotTakeEachOthersManagementBean() {
        var measured = app.withPropertyValues("spring.datasource.hikari.register-mbeans=true");
        measured.run(first -> {
            try (LogLines log = new LogLines()) {
                measured.run(second -> assertThat(second).hasNotFailed());

                assertThat(log.complaints()).singleElement().asString().contains("orders", "management bean");
            }
            assertThat(hasManagementBean()).isTrue();
        });
        assertThat(hasManagementBean()).isFalse();
    }

    private static boolean hasManagementBean() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .isRegistered(new ObjectName("com.zaxxer.hikari:type=Pool (orders)"));
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSourceIsClosedWhereThePoolIsRefused() {
        AtomicInteger closed = new AtomicInteger();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("a");
        pool.setJdbcUrl(StubDriver.URL);
        pool.setMaxLifetime(20_000);

        assertThatThrownBy(() ->
                        RotatingDataSources.built(RotatingDataSource.builder().pool(pool), noting(closed)))
                .isInstanceOf(StartRefused.class);

        assertThat(closed).hasValue(1);
    }

    private static CredentialSource noting(AtomicInteger closed) {
        return new CredentialSource() {
            @Override
            public Credential read() {
                return new Credential("a", Apps.SECRET, Lease.unknown());
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void aPoolIsCheckedBeforeASourceIsMade() {
        FailureAnalysesTest.analysisOf(app.withPropertyValues(
                        "spring.datasource.username=fixed", "rotating-datasource.source.file.size-limit=1GB"))
                .contains("'spring.datasource.username'");
    }

    @Test
    void aPoolWithoutANameIsRefused() {
        app.run(context -> assertThatThrownBy(
                        () -> context.getBean(RotatingDataSources.class).builder(new HikariConfig()))
                .hasMessageContaining("poolName"));
    }

    static final class Reports {
        @Bean(defaultCandidate = false)
        RotatingDataSource reports(RotatingDataSources dataSources) throws SQLException {
            return dataSources
                    .builder("reports", "jdbc:stub:reports")
                    .source(Apps.source("reporter"))
                    .build();
        }
    }

    static final class Own {
        @Bean
        RotatingDataSource own(RotatingDataSources dataSources) throws SQLException {
            HikariConfig pool = new HikariConfig();
            pool.setPoolName("own");
            pool.setJdbcUrl(StubDriver.URL);
            return dataSources.builder(pool).source(Apps.source("owner")).build();
        }
    }

    /** Each read of the source makes a login, and there is one read. */
    static final class Shared {
        private final AtomicInteger minted = new AtomicInteger();

        @Bean
        SharedSource shared() {
            return SharedSource.of(
                    () -> new Credential("minted-" + minted.incrementAndGet(), Apps.SECRET, Lease.unknown()));
        }

        @Bean
        CredentialSource ofWriter(SharedSource shared) {
            return shared.member();
        }

        @Bean(defaultCandidate = false)
        RotatingDataSource readers(RotatingDataSources dataSources, SharedSource shared) throws SQLException {
            return dataSources
                    .builder("readers", "jdbc:stub:replica")
                    .source(shared.member())
                    .build();
        }
    }
}
