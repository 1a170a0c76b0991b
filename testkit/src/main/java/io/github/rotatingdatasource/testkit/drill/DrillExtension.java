package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts a {@link Drill} before the first test of a class and closes it after the last; nested classes share it. Before each
 * test a sidecar that an earlier one has stopped is started again, and there is a login that works.
 *
 * <p>Use it through {@link RotationDrill}, or as {@code @RegisterExtension static final DrillExtension DRILL}, where {@link
 * #drill()} is there from before the first test on: an application context of Spring's that is told of it by
 * {@code @DynamicPropertySource} starts later. Tests of one class must not run at the same time.
 */
public final class DrillExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
    private final DrillSettings settings;
    private @Nullable Drill drill;
    private @Nullable Class<?> owner;

    /** Makes an extension with the settings of {@link RotationDrill}, or the defaults. */
    public DrillExtension() {
        this(DrillSettings.defaults());
    }

    /** Makes an extension with these settings, which those of a {@link RotationDrill} would change. */
    public DrillExtension(DrillSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns the drill.
     *
     * @throws IllegalStateException before the first test of the class, and after the last
     */
    public synchronized Drill drill() {
        Drill started = drill;
        if (started == null) {
            throw new IllegalStateException(
                    "wanted a drill that has started, found none: it lives from before the first test"
                            + " of the class to after the last");
        }
        return started;
    }

    /** Starts the drill, unless the class around has. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) throws SQLException, IOException {
        if (drill == null) {
            owner = context.getRequiredTestClass();
            drill = Drill.start(settingsFor(owner));
        }
    }

    /** Makes up for what an earlier test has left broken. */
    @Override
    public void beforeEach(ExtensionContext context) throws SQLException, IOException {
        drill().heal();
    }

    /** Closes the drill, if this is the class that has started it. */
    @Override
    public synchronized void afterAll(ExtensionContext context) throws SQLException, IOException {
        Drill ending = drill;
        if (ending != null && context.getRequiredTestClass().equals(owner)) {
            drill = null;
            ending.close();
        }
    }

    /** Supports parameters of type {@link Drill}. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Drill.class);
    }

    /** Returns the drill. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return drill();
    }

    private DrillSettings settingsFor(Class<?> test) {
        Optional<RotationDrill> annotation = AnnotationSupport.findAnnotation(test, RotationDrill.class);
        return annotation.map(this::with).orElse(settings);
    }

    private DrillSettings with(RotationDrill annotation) {
        return settings.withSetUp(annotation.setUp())
                .withLease(Duration.ofSeconds(annotation.leaseSeconds()))
                .withOverlap(Duration.ofSeconds(annotation.overlapSeconds()));
    }
}
