package io.github.rotatingdatasource.samples.dropwizard;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** The whole of {@code config.yml}. */
public final class BankConfiguration extends Configuration {
    @JsonProperty
    @NotNull
    @Valid
    private RotatingDataSourceFactory database = new RotatingDataSourceFactory();

    RotatingDataSourceFactory database() {
        return database;
    }
}
