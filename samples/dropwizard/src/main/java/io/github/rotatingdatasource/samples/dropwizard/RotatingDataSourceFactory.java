package io.github.rotatingdatasource.samples.dropwizard;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.zaxxer.hikari.HikariConfig;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.util.Duration;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.source.CredentialSource;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the configuration says of the database. There is no user and no password: they are in the credential file. */
public final class RotatingDataSourceFactory implements PooledDataSourceFactory {
    @JsonProperty
    @NotBlank
    private String url = "";

    @JsonProperty
    @NotBlank
    private String credentialFile = "";

    @JsonProperty
    @Min(1)
    private int poolSize = 10;

    /** Logs in before it returns, so that a service without a database does not open its ports. */
    @Override
    public ManagedDataSource build(MetricRegistry metrics, String name) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(poolSize);
        pool.setMetricRegistry(metrics);
        try {
            return new ManagedRotatingDataSource(RotatingDataSource.builder()
                    .pool(pool)
                    .source(CredentialSource.file(Path.of(credentialFile)))
                    .build());
        } catch (SQLException failure) {
            throw new IllegalStateException("no login for the database " + name, failure);
        }
    }

    @Override
    public String getUrl() {
        return url;
    }

    @Override
    public @Nullable String getDriverClass() {
        return null; // the driver registers itself
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.of();
    }

    /** None, so that JDBC's own check is used. */
    @Override
    public Optional<String> getValidationQuery() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> getValidationQueryTimeout() {
        return Optional.empty();
    }

    @Override
    public boolean isAutoCommentsEnabled() {
        return false;
    }

    @Override
    public void asSingleConnectionPool() {
        poolSize = 1;
    }
}
