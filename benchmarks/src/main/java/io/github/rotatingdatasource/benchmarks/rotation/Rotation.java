package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.support.Goal;
import io.github.rotatingdatasource.benchmarks.support.Loss;
import io.github.rotatingdatasource.benchmarks.support.Machine;
import io.github.rotatingdatasource.benchmarks.support.Option;
import io.github.rotatingdatasource.benchmarks.support.Options;
import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Program;
import io.github.rotatingdatasource.benchmarks.support.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What callers feel while the login changes, beside other ways to change it, on a real PostgreSQL. */
public final class Rotation implements Program {
    private static final Option ROTATIONS = new Option(
            "rotations", "N", "rotations of each way under each load; 40 short, 30 held, 20 saturated, or 10");
    private static final Option LOADS = new Option("loads", "A,B", "some of short,held,saturated; all");
    private static final Option WAYS = new Option("ways", "A,B", "some of " + Way.Kind.words() + "; all");
    private static final Option POOL = new Option("pool", "N", "connections of each pool; 10");
    private static final Option LOGIN = new Option("login-delay", "MS", "how much longer each login takes; 0");
    private static final Option KILL =
            new Option("kill", null, "kill a session each 40 ms, so that logins are in flight");
    private static final Option HEADROOM = new Option("headroom", "N", "connections of ours above the pool's own; 2");
    private static final int WARM_UP = 3;
    private static final int QUICK_ROTATIONS = 2;

    /** Creates it. */
    public Rotation() {}

    @Override
    public String name() {
        return "rotation";
    }

    @Override
    public String summary() {
        return "what callers feel while the login changes, beside other ways to change it, on a real PostgreSQL";
    }

    @Override
    public List<Option> options() {
        return List.of(
                ROTATIONS,
                LOADS,
                WAYS,
                Rounds.JVMS,
                POOL,
                HEADROOM,
                LOGIN,
                KILL,
                Option.QUICK,
                Option.OUT,
                Option.CHECK,
                Option.HELP);
    }

    @Override
    public Report run(Options options, Machine where) throws Exception {
        Map<Load, Map<Way.Kind, Figures>> all = new EnumMap<>(Load.class);
        List<Goal> goals = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        Machine machine = where;
        for (Load load : loads(options)) {
            Map<Way.Kind, Figures> ways = figures(load, record(load, all.size(), options));
            all.put(load, ways);
            goals.addAll(Goals.of(load, ways));
            losses.addAll(Losses.of(load, ways));
            machine = machine.with(
                    "PostgreSQL", ways.values().iterator().next().recording().server());
        }
        return new Report(name(), machine.after(), Tables.of(all), json(all), goals, losses, pictures(all));
    }

    private static List<Picture> pictures(Map<Load, Map<Way.Kind, Figures>> all) {
        List<Picture> pictures = new ArrayList<>(Swap.of(all));
        Optional.ofNullable(all.get(Load.SHORT)).flatMap(SwapPicture::of).ifPresent(pictures::add);
        return pictures;
    }

    private static List<Load> loads(Options options) {
        boolean isShort = options.has(Option.QUICK) && options.text(LOADS).isEmpty();
        return isShort ? List.of(Load.SHORT) : options.constants(LOADS, Load.class);
    }

    private static List<Way.Kind> ways(Options options) {
        boolean isShort = options.has(Option.QUICK) && options.text(WAYS).isEmpty();
        return isShort
                ? List.of(Way.Kind.ROTATING, Way.Kind.PROVIDER, Way.Kind.SECOND_POOL, Way.Kind.NONE)
                : options.constants(WAYS, Way.Kind.class);
    }

    /** Runs all ways under one load, in their order moved by so many places. */
    private Map<Order, List<Recording>> record(Load load, int places, Options options)
            throws IOException, InterruptedException {
        List<Order> orders = Rounds.movedOn(ways(options), places).stream()
                .map(way -> order(way, load, options))
                .toList();
        return Rounds.run(name(), orders, Rounds.jvms(options));
    }

    private static Order order(Way.Kind way, Load load, Options options) {
        boolean quick = options.has(Option.QUICK);
        int rotations = options.number(ROTATIONS, 1, quick ? QUICK_ROTATIONS : load.rotations(way));
        return Order.of(way, load, rotations, quick ? 0 : WARM_UP)
                .withPool(options.number(POOL, 1, 10))
                .withHeadroom(options.number(HEADROOM, 1, 2))
                .withLoginDelay(options.number(LOGIN, 0, 0))
                .withKills(options.has(KILL));
    }

    private static Map<Way.Kind, Figures> figures(Load load, Map<Order, List<Recording>> recordings) {
        Map<Way.Kind, Figures> figures = new EnumMap<>(Way.Kind.class);
        recordings.forEach((order, each) -> figures.put(order.way(), Figures.of(order, each)));
        Figures ours = figures.get(Way.Kind.ROTATING);
        Duration length = ours == null ? load.window() : ours.windows().medianLength();
        recordings.forEach((order, each) -> {
            if (order.way() == Way.Kind.NONE) {
                figures.put(order.way(), Figures.of(order, each, one -> Windows.ofLength(one, length)));
            }
        });
        return figures;
    }

    private static Map<String, Object> json(Map<Load, Map<Way.Kind, Figures>> all) {
        Map<String, Object> loads = new LinkedHashMap<>();
        all.forEach((load, ways) -> {
            Map<String, Object> each = new LinkedHashMap<>();
            ways.forEach((way, figures) -> each.put(way.toString(), figures.json()));
            loads.put(load.toString(), each);
        });
        return loads;
    }
}
