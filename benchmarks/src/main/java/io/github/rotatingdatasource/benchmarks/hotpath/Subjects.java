package io.github.rotatingdatasource.benchmarks.hotpath;

import java.sql.SQLException;
import java.util.List;

/** Bare HikariCP, bare HikariCP once more, and ours, on databases that cost nothing. */
final class Subjects implements AutoCloseable {
    static final int HIKARI = 0;
    static final int CONTROL = 1;
    static final int ROTATING = 2;

    private final List<Subject> all = List.of(
            new Subject("HikariCP", HikariWorld.class),
            new Subject("HikariCP again", HikariWorld.class),
            new Subject("RotatingDataSource", RotatingWorld.class));

    List<Subject> all() {
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
