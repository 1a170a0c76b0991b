package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Carries out orders in several JVMs each, one after the other: in rounds, which begin with different ones. */
final class Rounds {
    static final Option JVMS =
            new Option("jvms", "N", "JVMs of each way, which share what there is to do; 2, or 1 with --quick");
    private static final int TWO = 2;

    private Rounds() {}

    /** Does a share of what is to be done, in a JVM of its own. */
    @FunctionalInterface
    interface Task<T, R> {
        R run(T one, int share) throws IOException, InterruptedException;
    }

    /** Returns how many JVMs each way has. */
    static int jvms(Options options) {
        return options.number(JVMS, 1, options.has(Option.QUICK) ? 1 : TWO);
    }

    /** Returns what each order came to, in the order of {@code orders}: a recording of each JVM. */
    static Map<Order, List<Recording>> run(String program, List<Order> orders, int jvms)
            throws IOException, InterruptedException {
        return run(orders, jvms, Order::rotations, (order, share) -> {
            Order one = order.withRotations(share);
            System.err.println(program + ": " + one);
            return Child.run(one);
        });
    }

    /** Returns what each of {@code all} came to in each JVM, in their order; {@code total} is what its JVMs share. */
    static <T, R> Map<T, List<R>> run(List<T> all, int jvms, ToIntFunction<T> total, Task<T, R> task)
            throws IOException, InterruptedException {
        Map<T, List<R>> results = new LinkedHashMap<>();
        for (int round = 0; round < jvms; round++) {
            for (T one : inRound(round, jvms, all)) {
                int share = share(total.applyAsInt(one), round, jvms);
                if (share > 0) {
                    results.computeIfAbsent(one, first -> new ArrayList<>()).add(task.run(one, share));
                }
            }
        }
        return results;
    }

    /** Returns the same things in the order of one round of several. */
    static <T> List<T> inRound(int round, int rounds, List<T> all) {
        return movedOn(all, round * all.size() / rounds);
    }

    /** Returns the same things, but those first that come after so many others. */
    static <T> List<T> movedOn(List<T> all, int places) {
        List<T> moved = new ArrayList<>(all);
        Collections.rotate(moved, -places);
        return moved;
    }

    static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** Returns how much of {@code total} is done in a round; what cannot be shared out is done in the first ones. */
    static int share(int total, int round, int rounds) {
        return total / rounds + (round < total % rounds ? 1 : 0);
    }
}
