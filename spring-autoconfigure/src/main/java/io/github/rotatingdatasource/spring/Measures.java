package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** One kind of meters that a data source has. */
interface Measures {
    /** Returns those of {@code dataSource} in {@code registry}, not shown yet, or {@code null} if it has none of this kind. */
    @Nullable
    Shown of(RotatingDataSource dataSource, MeterRegistry registry);
}
