package io.github.rotatingdatasource.benchmarks.support;

import java.util.List;
import java.util.stream.Collectors;

/** One of the programs in this jar. */
public interface Program {
    /** Returns the word that calls it. */
    String name();

    /** Returns what it measures, in one line. */
    String summary();

    /** Returns what it can be told. */
    List<Option> options();

    /** Measures, which takes minutes, and returns what it found on {@code where}. Says on standard error how far it is. */
    Report run(Options options, Machine where) throws Exception;

    /** Returns its help. */
    default String help() {
        return name() + ": " + summary() + System.lineSeparator()
                + options().stream().map(Option::line).collect(Collectors.joining());
    }
}
