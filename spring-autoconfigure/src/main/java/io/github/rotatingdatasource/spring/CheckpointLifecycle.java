package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Suspends the rotating data sources when the application stops and may go on, as for a checkpoint of the process (CRaC), and resumes
 * them when it does. When it is closed they are left alone: whoever is being destroyed may still need them, and they are closed with
 * their beans. So they are when its start fails, which Spring stops, too, but does not close.
 *
 * <p>Last of all in a stop, first of all in a start: in between there is no web server and nothing else that wants a connection. A
 * login that is not to be had does not fail the start: it is looked for as in any outage.
 */
final class CheckpointLifecycle implements SmartLifecycle, ApplicationListener<ContextRefreshedEvent> {
    /** Below whatever an application is likely to have, with room on either side. */
    static final int PHASE = Integer.MIN_VALUE / 2;

    private static final Log LOG = LogFactory.getLog(CheckpointLifecycle.class);

    private final ConfigurableApplicationContext context;
    private volatile boolean started;
    private volatile boolean suspended;

    CheckpointLifecycle(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        started |= context.equals(event.getApplicationContext()); // a child's comes here, too
    }

    @Override
    public void stop() {
        if (started && !context.isClosed()) {
            suspended = true;
            each(all(), RotatingDataSource::suspend);
        }
    }

    @Override
    public void start() {
        each(all(), CheckpointLifecycle::resume);
        suspended = false;
    }

    /** Does {@code action} to each, whatever became of those before, and throws what failed first. */
    static <T> void each(List<T> all, Consumer<T> action) {
        RuntimeException first = null;
        for (T one : all) {
            try {
                action.accept(one);
            } catch (RuntimeException e) {
                first = first(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException first(@Nullable RuntimeException before, RuntimeException failure) {
        if (before == null) {
            return failure;
        }
        before.addSuppressed(failure);
        return before;
    }

    private static void resume(RotatingDataSource dataSource) {
        try {
            dataSource.resume();
        } catch (SQLException e) {
            LOG.warn("Data source " + dataSource.getName() + " is resumed without a login that works: "
                    + e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return !suspended;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Returns those that are there: one that nobody has asked for yet has nothing to give up. */
    private List<RotatingDataSource> all() {
        ConfigurableListableBeanFactory factory = context.getBeanFactory();
        return Arrays.stream(factory.getBeanNamesForType(DataSource.class, false, false))
                .filter(factory::containsSingleton)
                .map(name -> Rotating.in(factory.getBean(name, DataSource.class)))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
