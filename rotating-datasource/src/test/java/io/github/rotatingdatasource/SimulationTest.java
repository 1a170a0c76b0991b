package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.SimCensus.Happening;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole core in a simulated world, in thousands of short runs in which anything happens in any order. The number of a run is
 * its seed: {@code -Dsimulation.seed=17} repeats run 17 alone, and what it says when it fails are its last steps.
 */
class SimulationTest {
    private static final int FEW = 600;
    private static final int STEPS = 60;
    private static final Duration DRAIN = Duration.ofSeconds(35);

    @Test
    void fewRunsHoldWhateverHappens() {
        seeds(FEW).forEach(seed -> census.addAll(hold(seed)));

        System.out.println("simulation: " + census);
        if (Long.getLong("simulation.seed") == null) {
            assertThat(Happening.values()).allMatch(happening -> census.of(happening) > 0);
        }
    }

    @Test
    @Tag("long")
    void manyRunsHoldWhateverHappens() {
        seeds(Integer.getInteger("simulation.runs", 20_000)).forEach(SimulationTest::hold);
    }

    private final SimCensus census = new SimCensus();

    private static LongStream seeds(int count) {
        Long one = Long.getLong("simulation.seed");
        return one == null ? LongStream.range(0, count) : LongStream.of(one);
    }

    static SimCensus hold(long seed) {
        Simulation run = new Simulation(seed);
        try {
            live(run);
            return run.census;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("run " + seed + ": " + e + "\n  " + run.world.story(), e);
        }
    }

    private static void live(Simulation run) {
        SimSteps steps = new SimSteps(run);
        int count = run.world.any(STEPS);
        for (int i = 0; i < count; i++) {
            steps.next();
        }
        if (!run.world.oneIn(4)) {
            steps.heal();
            hasHealed(run, steps);
        }
        run.close();
        run.pass(Duration.ofSeconds(10));
        run.checks.afterClose();
    }

    private static void hasHealed(Simulation run, SimSteps steps) {
        String user = steps.user();
        check(
                user != null,
                "nobody serves although all is well: %s",
                run.rotator.published().checkout());
        if (run.settings.cheap()) {
            Generation serving = run.rotator.snapshot().current();
            boolean isNewest = serving != null && serving.hasSameLoginAs(run.source.given());
            check(isNewest, "%s serves, and not what the source gives", user);
        }
        for (SimPool pool : run.pools()) {
            boolean isNew = pool.login.retiredAt.isAfter(run.world.time().minus(DRAIN));
            check(pool.login.retired == 0 || isNew, "%s drains without end", pool);
        }
        check(run.demands.stream().allMatch(demand -> demand.isDone()), "somebody waits for a rotation without end");
        SimCaller visitor = steps.visitor();
        check(
                visitor.isServed(),
                "a caller is not served although all is well: %s, %s",
                visitor.failure(),
                run.pools());
    }
}
