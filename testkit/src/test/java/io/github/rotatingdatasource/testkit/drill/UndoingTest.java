package io.github.rotatingdatasource.testkit.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is undone at the end of a drill, and in which order. */
class UndoingTest {
    private final List<String> undone = new ArrayList<>();
    private final Undoing undoing = new Undoing();

    private void add(String name) {
        undoing.add(() -> undone.add(name));
    }

    @Test
    void undoesTheLastThingFirstAndOnlyOnce() throws Exception {
        add("database");
        add("roles");

        undoing.close();
        undoing.close();

        assertThat(undone).containsExactly("roles", "database");
    }

    @Test
    void goesOnAfterAFailureAndThrowsTheFirst() {
        add("database");
        undoing.add(() -> {
            throw new SQLException("roles");
        });
        undoing.add(() -> {
            throw new IOException("file");
        });

        assertThatThrownBy(undoing::close)
                .hasMessage("file")
                .satisfies(first ->
                        assertThat(first.getSuppressed()).singleElement().isInstanceOf(SQLException.class));
        assertThat(undone).containsExactly("database");
    }
}
