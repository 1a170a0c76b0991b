package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Level;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the middle one of all rotations of a recording was like over time, in steps from some time before its start to some time
 * after it.
 */
final class Course {
    static final double FROM = -100;
    /** The next rotation begins no earlier than this after the start of one. */
    static final double TO = 700;

    private static final double STEP = 10;
    private static final int STEPS = (int) ((TO - FROM) / STEP);
    private static final double NANOS = 1e6;

    private final double[] millis;
    private final double[] slowest;
    private final double[] open;

    private Course(double[] millis, double[] slowest, double[] open) {
        this.millis = millis;
        this.slowest = slowest;
        this.open = open;
    }

    static Course of(Recording recording) {
        List<double[]> slowest = new ArrayList<>();
        List<double[]> open = new ArrayList<>();
        for (Turn turn : recording.rotations()) {
            slowest.add(slowest(recording, turn));
            open.add(open(recording, turn));
        }
        double[] middles = new double[STEPS];
        Arrays.setAll(middles, step -> FROM + (step + 0.5) * STEP);
        return new Course(middles, median(slowest), median(open));
    }

    /** Returns the middle of each step. */
    double[] millis() {
        return millis;
    }

    /** Returns the slowest checkout that was asked for or still waited in each step, in ms. */
    double[] slowest() {
        return slowest;
    }

    /** Returns how many connections were open in each step, at most. */
    double[] open() {
        return open;
    }

    private static double[] slowest(Recording recording, Turn turn) {
        double[] slowest = new double[STEPS];
        for (Wait wait : recording.checkouts()) {
            double millis = wait.waited() / NANOS;
            raise(slowest, step(wait.asked(), turn), step(wait.asked() + wait.waited(), turn), millis);
        }
        return slowest;
    }

    private static double[] open(Recording recording, Turn turn) {
        double[] most = new double[STEPS];
        int open = 0;
        int from = 0;
        for (Level level : recording.levels()) {
            int step = step(level.at(), turn);
            raise(most, from, step, open);
            from = step;
            open = level.open();
        }
        raise(most, from, STEPS, open);
        return most;
    }

    private static int step(long at, Turn turn) {
        return (int) Math.floor(((at - turn.start()) / NANOS - FROM) / STEP);
    }

    private static void raise(double[] most, int from, int to, double value) {
        for (int step = Math.max(0, from); step <= Math.min(to, STEPS - 1); step++) {
            most[step] = Math.max(most[step], value);
        }
    }

    private static double[] median(List<double[]> all) {
        double[] medians = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            int at = step;
            double[] sorted = all.stream().mapToDouble(one -> one[at]).sorted().toArray();
            medians[step] = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        }
        return medians;
    }
}
