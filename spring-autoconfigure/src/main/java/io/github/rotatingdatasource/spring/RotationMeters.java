package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code rotating.datasource.*} of all rotating data sources. What happened before there was a registry is counted, too,
 * and the counts of a data source that takes the name of another go on.
 *
 * <p>Safe for use by several threads.
 */
final class RotationMeters implements Measures, RotationListener {
    private final Map<String, RotationTally> tallies = new ConcurrentHashMap<>();

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        tally(dataSource).note(event);
    }

    private RotationTally tally(String dataSource) {
        return tallies.computeIfAbsent(dataSource, name -> new RotationTally());
    }

    @Override
    public Shown of(RotatingDataSource dataSource, MeterRegistry registry) {
        return new RotationMeterSet(dataSource, registry, tally(dataSource.getName()));
    }
}
