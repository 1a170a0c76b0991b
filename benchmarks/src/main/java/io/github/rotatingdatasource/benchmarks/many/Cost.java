package io.github.rotatingdatasource.benchmarks.many;

import java.io.Serializable;
import java.util.Map;

/**
 * What many data sources cost.
 *
 * @param threads how many threads there are while nothing happens, those of the JVM included
 * @param names the same by what they are called, without numbers
 * @param heap bytes in use after a collection
 * @param cpu nanoseconds of processors in a second while nothing happens
 * @param rotation nanoseconds until the last of them had rotated, all at once; zero if they cannot
 * @param rotationCpu nanoseconds of processors in that time
 * @param threadsThen how many threads there were meanwhile, at most
 */
record Cost(
        int threads, Map<String, Integer> names, long heap, long cpu, long rotation, long rotationCpu, int threadsThen)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns how many of the threads are the library's; the JDK's own for watched files is not. */
    int threadsOfOurs() {
        return names.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("rotating-datasource-"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
