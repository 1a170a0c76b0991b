package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses traffic while a data source has no login that works, and accepts it again when all of them do.
 *
 * <p>What others say of readiness counts before: once somebody else refuses traffic, as the shutdown does, it is not ours to
 * accept it again; and if somebody else accepts it, as Spring Boot does when the application has started, while there is no
 * login, it is refused again.
 *
 * <p>Events come from workers and from whoever publishes; all of it happens under one lock, so that the last event that is
 * published is the true one.
 */
final class ReadinessGate implements RotationListener, SmartInitializingSingleton {
    private final ConfigurableApplicationContext context;
    private final Set<String> dry = new HashSet<>();
    private boolean isRefusing;

    ReadinessGate(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public synchronized void onEvent(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Unavailable && dry.add(dataSource)) {
            refuse();
        } else if (event instanceof RotationEvent.Rotated && dry.remove(dataSource) && dry.isEmpty() && isRefusing) {
            isRefusing = false;
            publish(ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    private void refuse() {
        isRefusing = true;
        publish(ReadinessState.REFUSING_TRAFFIC);
    }

    private void publish(ReadinessState state) {
        context.publishEvent(new AvailabilityChangeEvent<>(this, state));
    }

    /** Listens as the last one: who came after would hear what is said in answer before what was said. */
    @Override
    public void afterSingletonsInstantiated() {
        context.addApplicationListener(new Others());
    }

    /** A class, since Spring reads the kind of event from its type. */
    private final class Others implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
        @Override
        public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
            if (event.getSource() != ReadinessGate.this) {
                heard(event);
            }
        }
    }

    private synchronized void heard(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
            isRefusing = false;
        } else if (!dry.isEmpty()) {
            refuse();
        }
    }
}
