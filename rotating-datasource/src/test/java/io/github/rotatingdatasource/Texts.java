package io.github.rotatingdatasource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a throwable could be made to print. */
final class Texts {
    private final StringBuilder text = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Texts() {}

    /** Returns the texts of {@code failure}, its causes, what it suppressed and the exceptions next to it. */
    static String of(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        Texts texts = new Texts();
        texts.add(failure);
        return texts.text.append(printed).toString();
    }

    private void add(@Nullable Throwable failure) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        text.append(failure).append('\n');
        text.append(failure.getMessage()).append('\n');
        text.append(failure.getLocalizedMessage()).append('\n');
        add(failure.getCause());
        for (Throwable suppressed : failure.getSuppressed()) {
            add(suppressed);
        }
        if (failure instanceof SQLException sql) {
            add(sql.getNextException());
        }
    }
}
