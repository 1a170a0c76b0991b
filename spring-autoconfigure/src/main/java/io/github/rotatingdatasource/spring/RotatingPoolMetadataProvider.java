package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.metrics.PoolStats;
import io.github.rotatingdatasource.RotatingDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * The numbers of a rotating data source over all its generations, for {@code jdbc.connections.*}. Spring Boot keeps what it
 * got first for ever, so that must not be of one generation.
 */
final class RotatingPoolMetadataProvider implements DataSourcePoolMetadataProvider {
    private final PoolTrackers trackers;

    RotatingPoolMetadataProvider(PoolTrackers trackers) {
        this.trackers = trackers;
    }

    @Override
    public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(DataSource dataSource) {
        RotatingDataSource rotating = Rotating.in(dataSource);
        PoolStats stats = rotating == null ? null : trackers.stats(rotating.getName());
        return stats == null ? null : new Numbers(stats);
    }

    /** Is never without a number: a meter whose first value is missing is never registered. */
    private record Numbers(PoolStats stats) implements DataSourcePoolMetadata {
        @Override
        public Float getUsage() {
            return getMax() == 0 ? 0f : (float) getActive() / getMax();
        }

        @Override
        public Integer getActive() {
            return stats.getActiveConnections();
        }

        @Override
        public Integer getIdle() {
            return stats.getIdleConnections();
        }

        @Override
        public Integer getMax() {
            return stats.getMaxConnections();
        }

        @Override
        public Integer getMin() {
            return stats.getMinConnections();
        }

        @Override
        public @Nullable String getValidationQuery() {
            return null; // so that Spring Boot asks the connection itself
        }

        @Override
        public @Nullable Boolean getDefaultAutoCommit() {
            return null;
        }
    }
}
