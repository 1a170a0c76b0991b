package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/** An aspect round the data source, which Spring Boot would have by a subclass, but the class is final. */
class AspectTest {
    @TempDir
    private Path directory;

    private ApplicationContextRunner app;

    @BeforeEach
    void prepare() {
        app = Apps.reading(Apps.file(directory, "app"))
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .withUserConfiguration(Counting.class);
    }

    private static int counted(DataSource dataSource, Counter counter) throws SQLException {
        int before = counter.checkouts.get();
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection).isNotNull();
            return counter.checkouts.get() - before;
        }
    }

    @Test
    void seesEachCheckout() {
        app.run(context -> {
            DataSource dataSource = context.getBean(DataSource.class);

            assertThat(counted(dataSource, context.getBean(Counter.class))).isEqualTo(1);
            assertThat(Proxy.isProxyClass(dataSource.getClass())).isTrue();
        });
    }

    @Test
    void leavesTheDataSourceToBeFound() {
        app.run(context -> {
            DataSource dataSource = context.getBean(DataSource.class);

            assertThat(dataSource.unwrap(RotatingDataSource.class)).isSameAs(Rotating.in(dataSource));
            assertThat(Apps.numbers(context, dataSource).getMax()).isEqualTo(10);
        });
        assertThat(StubDriver.OPEN).hasValue(0);
    }

    @Test
    void seesADataSourceOfTheApplicationThatSaysHow() {
        app.withUserConfiguration(Reports.class)
                .run(context -> assertThat(
                                counted(context.getBean("reports", DataSource.class), context.getBean(Counter.class)))
                        .isEqualTo(1));
    }

    @Test
    void keepsADataSourceOfTheApplicationThatDoesNotSayHowFromStarting() {
        app.withUserConfiguration(Unannotated.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("Could not generate CGLIB subclass"));

        Unannotated.MADE.get().close(); // Spring destroys no bean that it could not wrap
    }

    @Test
    void isInsideTheLazyProxy() {
        app.withPropertyValues("spring.datasource.connection-fetch=lazy").run(context -> {
            Counter counter = context.getBean(Counter.class);
            try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                int before = counter.checkouts.get();
                connection.prepareStatement("SELECT 1");
                assertThat(counter.checkouts).hasValue(before + 1);
            }
        });
    }

    @Aspect
    static class Counter {
        private final AtomicInteger checkouts = new AtomicInteger();

        @Before("execution(* javax.sql.DataSource.getConnection())")
        void count() {
            checkouts.incrementAndGet();
        }
    }

    static final class Counting {
        @Bean
        Counter counter() {
            return new Counter();
        }
    }

    static final class Reports {
        @Bean(defaultCandidate = false)
        @Proxyable(ProxyType.INTERFACES)
        RotatingDataSource reports(RotatingDataSources dataSources) throws SQLException {
            return dataSources
                    .builder("reports", "jdbc:stub:reports")
                    .source(Apps.source("reporter"))
                    .build();
        }
    }

    static final class Unannotated {
        private static final AtomicReference<RotatingDataSource> MADE = new AtomicReference<>();

        @Bean(defaultCandidate = false)
        RotatingDataSource reports(RotatingDataSources dataSources) throws SQLException {
            RotatingDataSource made = dataSources
                    .builder("reports", "jdbc:stub:reports")
                    .source(Apps.source("reporter"))
                    .build();
            MADE.set(made);
            return made;
        }
    }
}
