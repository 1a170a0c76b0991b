package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.*;
import java.util.List;

/** Stub. */
public final class Rotation implements Program {
    public Rotation() {}

    public String name() {
        return "rotation";
    }

    public String summary() {
        return "";
    }

    public List<Option> options() {
        return List.of();
    }

    public Report run(Options options, Machine where) {
        throw new UsageException("not yet");
    }
}
