package io.github.rotatingdatasource;

/**
 * Is told what happens while a data source keeps its login fresh.
 *
 * <p>Called on a worker, one event after the other in the order they happened. It may block without delaying a rotation, and
 * what it throws is logged and forgotten.
 */
@FunctionalInterface
public interface RotationListener {
    /**
     * Takes note of {@code event}.
     *
     * @param dataSource the name of the data source, which is its {@code poolName}
     */
    void onEvent(String dataSource, RotationEvent event);
}
