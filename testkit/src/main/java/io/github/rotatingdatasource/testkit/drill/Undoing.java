package io.github.rotatingdatasource.testkit.drill;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be undone at the end: the last thing first, and each although another failed. Used by one thread. */
final class Undoing implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** Undoes one thing. */
    interface Step {
        void undo() throws SQLException, IOException;
    }

    /** Adds what is undone before all that was added earlier. */
    void add(Step step) {
        steps.push(step);
    }

    /** Undoes all, and throws the first failure with the others in it. Does nothing the second time. */
    @Override
    public void close() throws SQLException, IOException {
        while (!steps.isEmpty()) {
            Step last = steps.pop();
            try {
                last.undo();
            } catch (SQLException | IOException | RuntimeException failure) {
                closeAfter(failure);
                throw failure;
            }
        }
    }

    /** Undoes all because of {@code failure}, to which it adds what fails meanwhile. */
    void closeAfter(Exception failure) {
        try {
            close();
        } catch (SQLException | IOException | RuntimeException another) {
            failure.addSuppressed(another);
        }
    }
}
