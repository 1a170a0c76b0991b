package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Carries out orders in several JVMs each, one after the other: in rounds, which begin with different ones. */
final class Rounds {
    static final Option JVMS =
            new Option("jvms", "N", "JVMs of each way, which share what there is to do; 2, or 1 with --quick");
    static final int TWO = 2;

    private Rounds() {}

    /** Returns what each order came to, in the order of {@code orders}: a recording of each JVM. */
    static Map<Order, List<Recording>> run(String program, List<Order> orders, int jvms)
            throws IOException, InterruptedException {
        Map<Order, List<Recording>> recordings = new LinkedHashMap<>();
        for (int round = 0; round < jvms; round++) {
            for (Order order : inRound(round, jvms, orders)) {
                int share = share(order.rotations(), round, jvms);
                if (share > 0) {
                    Order one = order.withRotations(share);
                    System.err.println(program + ": " + one);
                    recordings
                            .computeIfAbsent(order, first -> new ArrayList<>())
                            .add(Child.run(one));
                }
            }
        }
        return recordings;
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
