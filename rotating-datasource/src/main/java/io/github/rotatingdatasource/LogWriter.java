package io.github.rotatingdatasource;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints events to the writer that JDBC lets a user set. */
final class LogWriter implements RotationListener {
    private volatile @Nullable PrintWriter writer;

    @Nullable
    PrintWriter writer() {
        return writer;
    }

    void writeTo(@Nullable PrintWriter out) {
        writer = out;
    }

    @Override
    public void onEvent(String dataSource, RotationEvent event) {
        PrintWriter out = writer;
        if (out != null) {
            out.println(dataSource + ": " + event);
            out.flush();
        }
    }
}
