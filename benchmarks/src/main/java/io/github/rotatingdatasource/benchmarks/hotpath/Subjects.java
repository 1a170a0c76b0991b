package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.SQLException;
import java.util.List;

/** The pools that are compared, on databases that cost nothing. */
final class Subjects implements AutoCloseable {
    static final String HIKARI = "HikariCP";
    static final String CONTROL = "HikariCP again";
    static final String ROTATING = "this library";
    static final String AGROAL = "Agroal";

    private static final String WITH_METRICS = "HikariCP, metrics";
    /** HikariCP is told by the class loader that it is not alone, and would allocate more; a user's is alone. */
    private static final String WEAK = "com.zaxxer.hikari.useWeakReferences";

    static {
        System.setProperty(WEAK, "false");
    }

    private final List<Subject> all;

    Subjects(Subject... all) {
        this.all = List.of(all);
    }

    /** Returns bare HikariCP, bare HikariCP once more, ours, ours with a breaker, both with metrics, and Agroal. */
    static Subjects all() {
        return new Subjects(
                new Subject(HIKARI, HIKARI, HikariWorld.class),
                new Subject(CONTROL, HIKARI, HikariWorld.class),
                new Subject(ROTATING, HIKARI, RotatingWorld.class),
                new Subject(ROTATING + ", breaker", HIKARI, RotatingBreakerWorld.class),
                new Subject(WITH_METRICS, WITH_METRICS, HikariMetricsWorld.class),
                new Subject(ROTATING + ", metrics", WITH_METRICS, RotatingMetricsWorld.class),
                new Subject(AGROAL, HIKARI, AgroalWorld.class));
    }

    /** Returns the subjects whose names do not tell of something more. */
    List<Subject> plain() {
        return all.stream().filter(subject -> !subject.name().contains(",")).toList();
    }

    List<Subject> list() {
        return all;
    }

    /** Shows every state of a checkout, and so many rotations, to each of the worlds. */
    void rotate(int times) throws SQLException {
        for (Subject subject : all) {
            subject.world().seeAllStates();
            subject.world().rotate(times);
        }
    }

    @Override
    public void close() {
        all.forEach(Subject::close);
    }
}
