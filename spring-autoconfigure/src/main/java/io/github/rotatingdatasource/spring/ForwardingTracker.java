package io.github.rotatingdatasource.spring;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.util.function.Consumer;

/** Tells others what HikariCP tells it. */
abstract class ForwardingTracker implements IMetricsTracker {
    /** Tells all who are to know. */
    abstract void tell(Consumer<IMetricsTracker> what);

    @Override
    public final void recordConnectionCreatedMillis(long millis) {
        tell(target -> target.recordConnectionCreatedMillis(millis));
    }

    @Override
    public final void recordConnectionAcquiredNanos(long nanos) {
        tell(target -> target.recordConnectionAcquiredNanos(nanos));
    }

    @Override
    public final void recordConnectionUsageMillis(long millis) {
        tell(target -> target.recordConnectionUsageMillis(millis));
    }

    @Override
    public final void recordConnectionTimeout() {
        tell(IMetricsTracker::recordConnectionTimeout);
    }
}
