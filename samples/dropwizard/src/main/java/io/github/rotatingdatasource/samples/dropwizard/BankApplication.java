package io.github.rotatingdatasource.samples.dropwizard;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/** Tells balances over HTTP. */
public final class BankApplication extends Application<BankConfiguration> {
    /** Runs with {@code server config.yml}. */
    public static void main(String[] args) throws Exception {
        new BankApplication().run(args);
    }

    @Override
    public void initialize(Bootstrap<BankConfiguration> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor()));
    }

    @Override
    public void run(BankConfiguration configuration, Environment environment) throws SQLException {
        ManagedDataSource dataSource = configuration.database().build(environment.metrics(), "app");
        // closes the data source when the application stops, and has a health check that asks the database
        Jdbi jdbi = new JdbiFactory().build(environment, configuration.database(), dataSource, "app");
        environment
                .healthChecks()
                .register("app-login", new RotationHealthCheck(dataSource.unwrap(RotatingDataSource.class)));
        environment.jersey().register(new AccountResource(jdbi));
    }
}
