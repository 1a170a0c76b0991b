package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationListener;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses traffic while a data source has no login that works, and accepts it again when all of them do.
 *
 * <p>It only ever takes away: traffic is accepted if the last word of others, be it Spring Boot's at the start and at the
 * shutdown or the application's own, is that it is, and no data source is without a login.
 *
 * <p>Events come from workers and from whoever publishes. What is known is under one lock, which nobody holds while
 * publishing. One thread at a time publishes, and does so until what was published last is what is wanted.
 */
final class ReadinessGate implements RotationListener, SmartInitializingSingleton {
    private final ConfigurableApplicationContext context;
    private final Set<String> dry = new HashSet<>();
    private boolean othersAccept;
    private boolean isPublishing;
    private boolean hasSpokenLast;
    /** What counts now, or {@code null} if that depends on whose word came last. Spring Boot refuses until it has started. */
    private @Nullable ReadinessState current = ReadinessState.REFUSING_TRAFFIC;

    ReadinessGate(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        note(dataSource, event);
        publishWhatIsWanted();
    }

    private synchronized void note(String dataSource, RotationEvent event) {
        if (event instanceof RotationEvent.Unavailable || event instanceof RotationEvent.Suspended) {
            dry.add(dataSource);
        } else if (event instanceof RotationEvent.Rotated || event instanceof RotationEvent.Closed) {
            dry.remove(dataSource);
        }
    }

    private void publishWhatIsWanted() {
        for (ReadinessState wanted = begin(); wanted != null; wanted = begin()) {
            try {
                context.publishEvent(new AvailabilityChangeEvent<>(this, wanted));
            } finally {
                end();
            }
        }
    }

    /** Returns what to publish, or {@code null} if there is nothing, or somebody else is publishing and will see to it. */
    private synchronized @Nullable ReadinessState begin() {
        ReadinessState wanted =
                othersAccept && dry.isEmpty() ? ReadinessState.ACCEPTING_TRAFFIC : ReadinessState.REFUSING_TRAFFIC;
        if (isPublishing || wanted == current || context.isClosed()) {
            return null;
        }
        isPublishing = true;
        hasSpokenLast = true;
        current = wanted;
        return wanted;
    }

    private synchronized void end() {
        isPublishing = false;
    }

    /** Listens as the last one: who came after would hear what is said in answer before what was said. */
    @Override
    public void afterSingletonsInstantiated() {
        context.getBeanProvider(ApplicationAvailability.class)
                .ifAvailable(known -> {}); // it may be lazy, and came after
        context.addApplicationListener(new Others());
    }

    /** A class, since Spring reads the kind of event from its type. */
    private final class Others implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
        @Override
        public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
            if (event.getSource() != ReadinessGate.this) {
                heard(event.getState());
                publishWhatIsWanted();
            }
        }
    }

    /** Takes note of what others say. If we spoke before we heard them, ours may have come after theirs. */
    private synchronized void heard(ReadinessState state) {
        othersAccept = state == ReadinessState.ACCEPTING_TRAFFIC;
        current = hasSpokenLast ? null : state;
        hasSpokenLast = false;
    }
}
