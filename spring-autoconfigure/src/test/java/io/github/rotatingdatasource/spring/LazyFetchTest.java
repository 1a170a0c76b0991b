package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotatingDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** {@code spring.datasource.connection-fetch}. */
class LazyFetchTest {
    @TempDir
    private Path directory;

    @Test
    void takesNoConnectionBeforeAStatementNeedsIt() {
        Apps.reading(Apps.file(directory, "a"))
                .withPropertyValues("spring.datasource.connection-fetch=lazy")
                .run(context -> {
                    DataSource lazy = context.getBean(DataSource.class);
                    try (Connection connection = lazy.getConnection()) {
                        connection.setAutoCommit(false);

                        assertThat(lazy).isInstanceOf(LazyConnectionDataSourceProxy.class);
                        assertThat(Apps.numbers(context, lazy).getActive()).isZero();
                    }
                });
    }

    @Test
    void isRoundADecorator() {
        Apps.reading(Apps.file(directory, "a"))
                .withUserConfiguration(Decorated.class)
                .withPropertyValues("spring.datasource.connection-fetch=lazy")
                .run(context -> assertThat(context.getBean(DataSource.class))
                        .isInstanceOfSatisfying(
                                LazyConnectionDataSourceProxy.class,
                                lazy -> assertThat(lazy.getTargetDataSource())
                                        .isExactlyInstanceOf(DelegatingDataSource.class)));
    }

    @Test
    void isNotRoundWhatIsLazyAlready() {
        DataSource lazy = new LazyConnectionDataSourceProxy();

        assertThat(new LazyFetch().postProcessAfterInitialization(lazy, "dataSource"))
                .isSameAs(lazy);
    }

    @Test
    void isNotRoundAnotherDataSource() {
        Apps.reading(Apps.file(directory, "a"))
                .withUserConfiguration(RotatingDataSourcesTest.Reports.class)
                .withPropertyValues("spring.datasource.connection-fetch=lazy")
                .run(context -> assertThat(context.getBean("reports")).isInstanceOf(RotatingDataSource.class));
    }

    static final class Decorated {
        @Bean
        static BeanPostProcessor decorator() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof RotatingDataSource dataSource ? new DelegatingDataSource(dataSource) : bean;
                }
            };
        }
    }

    @Test
    void takesConnectionsAtOnceUnlessAsked() {
        Apps.reading(Apps.file(directory, "a"))
                .run(context -> assertThat(context.getBean(DataSource.class))
                        .isNotInstanceOf(LazyConnectionDataSourceProxy.class));
    }
}
