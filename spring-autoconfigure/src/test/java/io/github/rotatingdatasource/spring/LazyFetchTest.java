package io.github.rotatingdatasource.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void takesConnectionsAtOnceUnlessAsked() {
        Apps.reading(Apps.file(directory, "a"))
                .run(context -> assertThat(context.getBean(DataSource.class))
                        .isNotInstanceOf(LazyConnectionDataSourceProxy.class));
    }
}
