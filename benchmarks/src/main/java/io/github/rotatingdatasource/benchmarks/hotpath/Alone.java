package io.github.rotatingdatasource.benchmarks.hotpath;

import io.github.rotatingdatasource.benchmarks.support.Jvm;
import io.github.rotatingdatasource.benchmarks.support.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkout and its return in JVMs that know one data source, as in a user's process, by the time of the thread on a
 * processor. What the compiler makes of the same code differs from JVM to JVM, so there are several, and they alternate.
 */
record Alone(Map<String, List<Double>> before, Map<String, List<Double>> after) {
    private static final List<Class<? extends World>> WORLDS =
            List.of(HikariWorld.class, RotatingWorld.class, AgroalWorld.class);
    private static final long TURN_NANOS = 20_000_000;

    /** Called in the new JVM: where the two figures go, the world, and how many turns to take. */
    public static void main(String[] arguments) throws Exception {
        int turns = Integer.parseInt(arguments[2]);
        World world = Class.forName(arguments[1])
                .asSubclass(World.class)
                .getConstructor()
                .newInstance();
        double before = median(world, turns);
        world.seeAllStates();
        world.rotate(HotPath.ROTATIONS);
        Files.write(Path.of(arguments[0]), List.of("" + before, "" + median(world, turns)));
        System.exit(0);
    }

    private static double median(World world, int turns) throws Exception {
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < 2 * turns; i++) {
            nanos.add(world.nanosPerCheckout(TURN_NANOS, 1));
        }
        return Spread.of(nanos.subList(turns, 2 * turns)).median(); // the first half warms up
    }

    static Alone run(int jvms, int turns) throws Exception {
        Alone alone = new Alone(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int i = 0; i < jvms; i++) {
            for (Class<? extends World> world : WORLDS) {
                alone.add(world, turns);
            }
        }
        return alone;
    }

    private void add(Class<? extends World> world, int turns) throws Exception {
        List<String> lines =
                Jvm.run(Alone.class, List.of(world.getName(), Integer.toString(turns)), Files::readAllLines);
        String name = world.getSimpleName().replace("World", "");
        before.computeIfAbsent(name, one -> new ArrayList<>()).add(Double.valueOf(lines.get(0)));
        after.computeIfAbsent(name, one -> new ArrayList<>()).add(Double.valueOf(lines.get(1)));
    }

    String table() {
        Table table = new Table("when", "data source", "ns of CPU per checkout, median of the JVMs", "p10–p90");
        before.forEach((name, nanos) -> row(table, "before the first rotation", name, nanos));
        after.forEach((name, nanos) -> row(table, "after " + HotPath.ROTATIONS + " rotations", name, nanos));
        return table.toString();
    }

    private static void row(Table table, String when, String name, List<Double> nanos) {
        Spread spread = Spread.of(nanos);
        table.row(
                when,
                name,
                Table.figure(spread.median()),
                Table.figure(spread.p10()) + "–" + Table.figure(spread.p90()));
    }

    Map<String, Object> json() {
        return Map.of("before", before, "after", after);
    }
}
