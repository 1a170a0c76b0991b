package io.github.rotatingdatasource.testkit.drill;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a {@link Drill} as a parameter: a PostgreSQL that is started before the first test and stopped
 * after the last, with logins that come and go.
 *
 * <p>Where a static method needs the drill, such as one with Spring's {@code @DynamicPropertySource}, or the database is yours,
 * use a {@link DrillExtension} in a static field instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(DrillExtension.class)
public @interface RotationDrill {
    /** Returns the SQL statements that make your tables, which are run one by one as their owner before the first login is made. */
    String[] setUp() default {};

    /** Returns how long leases last, in seconds, as the file and the sidecar tell the application. */
    long leaseSeconds() default 3600;

    /**
     * Returns how long a replaced login stays good at most, in seconds. It ends as soon as the application has moved to the next
     * one.
     */
    long overlapSeconds() default 15;
}
