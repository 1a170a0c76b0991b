package io.github.rotatingdatasource.benchmarks.rotation;

import static io.github.rotatingdatasource.benchmarks.support.Table.count;

import io.github.rotatingdatasource.benchmarks.support.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Where other ways are better than ours, found in the figures. */
final class Losses<F> {
    /** Times that differ by less than a tenth, or than this in ms, do not differ. */
    private static final double NOTHING = 0.01;

    /** In ms; what is longer did not happen while anybody looked. */
    private static final double LONGEST = 1e9;

    private final String where;
    private final Map<Way.Kind, F> ways;
    private final List<Loss> losses = new ArrayList<>();
    private final Function<Way.Kind, String> reasons;

    private Losses(String where, Map<Way.Kind, F> ways, Function<Way.Kind, String> reasons) {
        this.where = where;
        this.ways = ways;
        this.reasons = reasons;
    }

    /** Looks at what ways come to that are told of a new login. */
    static <F> Losses<F> whenTold(String where, Map<Way.Kind, F> ways) {
        return new Losses<>(where, ways, Losses::whenTold);
    }

    /** Looks at what ways come to that are not told that a login has died. */
    static <F> Losses<F> whenNotTold(String where, Map<Way.Kind, F> ways) {
        return new Losses<>(where, ways, Losses::whenNotTold);
    }

    /** Returns those of a rotation under one load; who rotates nothing is no rival, nor is who serves nobody. */
    static List<Loss> of(Load load, Map<Way.Kind, Figures> ways) {
        Map<Way.Kind, Figures> serving = new EnumMap<>(ways);
        serving.entrySet()
                .removeIf(way -> way.getKey() != Way.Kind.ROTATING
                        && way.getValue().failures() > way.getValue().checkouts() / 2);
        return whenTold("rotation, " + load, serving)
                .least("checkout p99.9, ms", one -> one.percentile(99.9))
                .least("longest checkout of a rotation, median, ms", Figures::medianMaximum)
                .fewer("connections at the peak", one -> one.recording().peak())
                .least("rotation, median, ms", one -> one.rotation(50))
                .losses;
    }

    /** Looks at ways whose source was away. */
    static <F> Losses<F> whenAway(String where, Map<Way.Kind, F> ways) {
        return new Losses<>(where, ways, Losses::whenAway);
    }

    /** Names the rivals whose time is clearly less than ours. */
    Losses<F> least(String what, ToDoubleFunction<F> time) {
        return find(what, time, 0.9, NOTHING);
    }

    /** Names the rivals who have fewer than we. */
    Losses<F> fewer(String what, ToDoubleFunction<F> count) {
        return find(what, count, 1, 0);
    }

    private Losses<F> find(String what, ToDoubleFunction<F> figure, double times, double difference) {
        F ours = ways.get(Way.Kind.ROTATING);
        if (ours == null) {
            return this;
        }
        double limit = figure.applyAsDouble(ours);
        List<Way.Kind> better = ways.keySet().stream()
                .filter(way -> way != Way.Kind.ROTATING && way != Way.Kind.NONE)
                .filter(way -> isLess(figure.applyAsDouble(ways.get(way)), limit * times, difference))
                .sorted(Comparator.comparingDouble(way -> figure.applyAsDouble(ways.get(way))))
                .toList();
        if (!better.isEmpty()) {
            String theirs = better.stream()
                    .map(way -> way + " " + shown(figure.applyAsDouble(ways.get(way))))
                    .collect(Collectors.joining(", "));
            losses.add(new Loss(where + ": " + what, shown(limit), theirs, reasonsOf(better)));
        }
        return this;
    }

    /** Says each reason once, after all ways that have it. */
    private String reasonsOf(List<Way.Kind> better) {
        Map<String, List<Way.Kind>> byReason =
                better.stream().collect(Collectors.groupingBy(reasons, LinkedHashMap::new, Collectors.toList()));
        return byReason.entrySet().stream()
                .map(one -> one.getValue().stream().map(Way.Kind::toString).collect(Collectors.joining(", ")) + ": "
                        + one.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String shown(double figure) {
        return figure > LONGEST ? "not in time" : count(figure);
    }

    List<Loss> all() {
        return losses;
    }

    private static boolean isLess(double theirs, double limit, double difference) {
        return theirs < limit && limit - theirs > difference;
    }

    private static String whenNotTold(Way.Kind way) {
        return (way == Way.Kind.NO_POOL
                        ? "it logs in for each checkout"
                        : "it logs in anew for whoever finds a connection dead")
                + "; we have the death and the new login proved before we move everybody, once for all, so fewer calls fail";
    }

    private static String whenAway(Way.Kind way) {
        return "it asks the source at each try to log in; we ask one that mints less and less often, each 30 s at the latest, so that a"
                + " fleet does not fall upon a source that comes back";
    }

    private static String whenTold(Way.Kind way) {
        return switch (way) {
            case PROVIDER, IN_PLACE ->
                "it closes connections before it opens others, so it needs no second pool and is done soon; callers wait for the"
                        + " logins";
            case SECOND_POOL -> "it fills a whole second pool before anybody moves, at twice the connections";
            case NAIVE -> "it closes the old pool at once, whoever uses it; see the failures";
            case AGROAL -> "it replaces connections within one pool, idle ones first; callers wait for the logins";
            case TOMCAT -> "it keeps old connections until they come back from a caller, and idle ones stay old";
            case AWS -> "it replaces nothing before a connect is refused; see the failures";
            case NO_POOL -> "nothing is ever pooled, so nothing is old; each checkout pays a login";
            case ROTATING, NONE -> "";
        };
    }
}
