package io.github.rotatingdatasource.spring;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotatingDataSourceBuilder;
import io.github.rotatingdatasource.RotationPolicy;
import io.github.rotatingdatasource.source.CredentialSource;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes builders of rotating data sources that have what this application has configured: the pool's settings, the policy,
 * the listeners, the breaker and the meters. A bean; for applications with more than one data source:
 *
 * <pre>{@code
 * @Bean(defaultCandidate = false)
 * @Qualifier("reports")
 * RotatingDataSource reportsDataSource(RotatingDataSources dataSources) throws SQLException {
 *     return dataSources.builder("reports", "jdbc:postgresql://db.internal/reports")
 *             .source(CredentialSource.file(Path.of("/vault/secrets/reports")))
 *             .build();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class RotatingDataSources {
    private final RotatingDataSourceProperties properties;
    private final BootPool pool;
    private final UserBeans beans;
    private final PoolTrackers trackers;

    RotatingDataSources(
            RotatingDataSourceProperties properties, BootPool pool, UserBeans beans, PoolTrackers trackers) {
        this.properties = properties;
        this.pool = pool;
        this.beans = beans;
        this.trackers = trackers;
    }

    /**
     * Returns a builder of a data source whose pool is set as {@code spring.datasource.hikari.*} says. It lacks a source.
     *
     * @param name of the data source, which its pool, its meters and its log lines bear; unique in the application
     * @param url without a login
     */
    public RotatingDataSourceBuilder builder(String name, String url) {
        return builder(pool.another(requireNonNull(name, "name"), requireNonNull(url, "url")));
    }

    /**
     * Returns a builder of a data source with a pool of your own settings. It lacks a source.
     *
     * @param pool with a {@code poolName}, which is unique in the application, and without a login. Its meters are
     *     ours unless it has a registry or a factory for them
     */
    public RotatingDataSourceBuilder builder(HikariConfig pool) {
        String name = requireNonNull(pool.getPoolName(), "poolName");
        HikariConfig measured = new HikariConfig();
        pool.copyStateTo(measured);
        if (pool.getMetricRegistry() == null && pool.getMetricsTrackerFactory() == null) {
            measured.setMetricsTrackerFactory(trackers);
        }
        RotatingDataSourceBuilder builder =
                RotatingDataSource.builder().pool(measured).policy(policy());
        beans.addTo(builder, name);
        return builder;
    }

    /** Returns the application's own data source, logged in. */
    RotatingDataSource main() throws SQLException {
        refuseDistributedTransactions();
        RotatingDataSourceBuilder builder = builder(pool.main());
        return built(builder, source());
    }

    private void refuseDistributedTransactions() {
        if (beans.areForDistributedTransactions()) {
            throw StartRefused.of(
                    "There is an XADataSourceWrapper bean, with which Spring Boot makes a data source for distributed"
                            + " transactions, but a rotating data source cannot take part in them.",
                    "Set 'rotating-datasource.enabled' to false to use Spring Boot's data source, with a fixed login. If the"
                            + " transactions of this data source are its own, define it as a bean with RotatingDataSources.");
        }
    }

    /** Returns the data source, or closes {@code source}, which nobody else knows. */
    static RotatingDataSource built(RotatingDataSourceBuilder builder, CredentialSource source) throws SQLException {
        try {
            return builder.source(source).build();
        } catch (RuntimeException e) {
            source.close(); // for a second time if it began to start, which does no harm
            throw e instanceof IllegalArgumentException refused ? StartRefused.setting(refused) : e;
        }
    }

    private RotationPolicy policy() {
        RotationPolicy own = beans.policy();
        return own == null ? properties.policy().policy() : own;
    }

    private CredentialSource source() {
        if (properties.source().serviceConnectionLogin()) {
            return pool.serviceConnectionLogin(); // first: a test asks for it beside the application's own source
        }
        CredentialSource own = beans.source();
        return own == null ? configured() : own;
    }

    private CredentialSource configured() {
        List<SourceSettings> found = properties.source().settings().toList();
        if (found.size() != 1) {
            throw notOne(found);
        }
        SourceSettings settings = found.get(0);
        try {
            return settings.source(beans::sslContext);
        } catch (IllegalArgumentException e) {
            throw StartRefused.below(settings, e);
        }
    }

    private static StartRefused notOne(List<SourceSettings> found) {
        return found.isEmpty()
                ? StartRefused.of(
                        "There are keys below 'rotating-datasource', but none says where logins come from.",
                        "Set 'rotating-datasource.source.file.path' to the file that the sidecar renders, or configure"
                                + " source.volume, source.sidecar or source.aws-agent, or define a CredentialSource bean,"
                                + " or set 'rotating-datasource.enabled' to false.")
                : StartRefused.of(
                        "More than one source of logins is configured: "
                                + String.join(
                                        ", ",
                                        found.stream()
                                                .map(SourceSettings::prefix)
                                                .toList()) + ".",
                        "Keep the keys of one of them.");
    }
}
