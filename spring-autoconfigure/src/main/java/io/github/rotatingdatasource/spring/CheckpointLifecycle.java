package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotatingDataSource;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Suspends the rotating data sources when the application stops and may go on, as for a checkpoint of the process (CRaC), and resumes
 * them when it does. When it is closed they are left alone: whoever is being destroyed may still need them, and they are closed with
 * their beans.
 *
 * <p>Last of all in a stop, first of all in a start: in between there is no web server and nothing else that wants a connection. A
 * login that is not to be had does not fail the start: it is looked for as in any outage.
 */
final class CheckpointLifecycle implements SmartLifecycle {
    /** Below whatever an application is likely to have, with room on either side. */
    static final int PHASE = Integer.MIN_VALUE / 2;

    private static final Log LOG = LogFactory.getLog(CheckpointLifecycle.class);

    private final ConfigurableApplicationContext context;
    private volatile boolean suspended;

    CheckpointLifecycle(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void stop() {
        if (!context.isClosed()) {
            suspended = true;
            all().forEach(RotatingDataSource::suspend);
        }
    }

    @Override
    public void start() {
        all().forEach(CheckpointLifecycle::resume);
        suspended = false;
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
