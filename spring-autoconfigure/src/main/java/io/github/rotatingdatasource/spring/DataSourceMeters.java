package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import io.github.rotatingdatasource.RotationStatus.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Has every registry show every rotating data source that is a bean, whichever of the two comes first, from its creation until
 * it is closed.
 *
 * <p>Safe for use by several threads.
 */
final class DataSourceMeters implements BeanPostProcessor, MeterBinder, RotationListener, DisposableBean {
    private final Supplier<Stream<Measures>> kinds;
    private final Supplier<Collection<RotatingDataSource>> dataSources;
    private final Set<MeterRegistry> registries = new LinkedHashSet<>();
    private final Map<RotatingDataSource, List<Runnable>> removals = new LinkedHashMap<>();
    private boolean isDestroyed;

    /** Creates meters of {@code dataSources}, which are asked for whenever a registry comes: some may be older than we are. */
    DataSourceMeters(Supplier<Stream<Measures>> kinds, Supplier<Collection<RotatingDataSource>> dataSources) {
        this.kinds = kinds;
        this.dataSources = dataSources;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        RotatingDataSource found = bean instanceof DataSource dataSource ? Rotating.in(dataSource) : null;
        if (found != null) {
            add(found);
        }
        return bean;
    }

    private void add(RotatingDataSource dataSource) {
        List<MeterRegistry> known = begin(dataSource);
        known.forEach(registry -> show(dataSource, registry));
    }

    private synchronized List<MeterRegistry> begin(RotatingDataSource dataSource) {
        boolean isOver = isDestroyed || dataSource.status().phase() == Phase.CLOSED;
        boolean isNew = !isOver && removals.putIfAbsent(dataSource, new ArrayList<>()) == null;
        return isNew ? List.copyOf(registries) : List.of();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        dataSources.get().forEach(this::add);
        List<RotatingDataSource> known = begin(registry);
        known.forEach(dataSource -> show(dataSource, registry));
    }

    private synchronized List<RotatingDataSource> begin(MeterRegistry registry) {
        boolean isNew = !isDestroyed && registries.add(registry);
        return isNew ? List.copyOf(removals.keySet()) : List.of();
    }

    /** Under no lock, since it may make beans. */
    private void show(RotatingDataSource dataSource, MeterRegistry registry) {
        kinds.get()
                .map(kind -> kind.of(dataSource, registry))
                .flatMap(Stream::ofNullable)
                .forEach(shown -> show(shown, dataSource, registry));
    }

    private synchronized void show(Shown shown, RotatingDataSource dataSource, MeterRegistry registry) {
        List<Runnable> removal = removals.get(dataSource);
        if (removal != null) { // it may be closed by now
            String name = dataSource.getName();
            removal.add(() -> Places.leave(registry, name, shown));
            Places.take(registry, name, shown);
        }
    }

    @Override
    public synchronized void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Closed) {
            removals.keySet().stream()
                    .filter(candidate -> candidate.getName().equals(dataSource))
                    .findFirst() // of two of one name the older one ended
                    .ifPresent(this::remove);
        }
    }

    private void remove(RotatingDataSource dataSource) {
        Objects.requireNonNull(removals.remove(dataSource)).forEach(Runnable::run);
    }

    /** Leaves nothing in registries that outlive this context. */
    @Override
    public synchronized void destroy() {
        isDestroyed = true;
        List.copyOf(removals.keySet()).forEach(this::remove);
    }
}
