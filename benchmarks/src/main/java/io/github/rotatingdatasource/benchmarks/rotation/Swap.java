package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.benchmarks.rotation.Recording.Level;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Turn;
import io.github.rotatingdatasource.benchmarks.rotation.Recording.Wait;
import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Checkouts and connections through a rotation over time: each way beside the others. */
final class Swap {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 290;
    private static final double FROM = -100;
    /** The next rotation begins no earlier than this after the start of one. */
    private static final double TO = 700;

    private static final double BIN = 10;
    private static final int BINS = (int) ((TO - FROM) / BIN);

    private Swap() {}

    static List<Picture> of(Map<Load, Map<Way.Kind, Figures>> all) {
        List<Picture> pictures = new ArrayList<>();
        all.forEach((load, ways) -> pictures.add(picture(load, ways.values())));
        return pictures;
    }

    private static Picture picture(Load load, Collection<Figures> ways) {
        List<Figures> left = new ArrayList<>(ways);
        List<List<Plot>> rows = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Figures> row = left.subList(0, Math.min(COLUMNS, left.size()));
            rows.add(row.stream()
                    .map(one -> checkouts(one, row.indexOf(one) == 0))
                    .toList());
            rows.add(row.stream()
                    .map(one -> connections(one, row.indexOf(one) == 0))
                    .toList());
            row.clear();
        }
        String text =
                "Slowest and median checkout, and connections, from 100 ms before a rotation to 700 ms after its start, load "
                        + load;
        return new Picture("rotation-" + load, text, rows);
    }

    private static Plot checkouts(Figures one, boolean isFirst) {
        Plot plot = Plot.of(WIDTH, 150, title(one), "", isFirst ? "checkout, ms" : "")
                .x(FROM, TO)
                .logarithmic(0.001, 1_000);
        return plot.line("median", Plot.PLAIN, middles(), medians(one.recording()))
                .line("slowest", colour(one), middles(), maxima(one.recording()));
    }

    private static Plot connections(Figures one, boolean isFirst) {
        return Plot.of(WIDTH, 115, "", "ms from the start of the rotation", isFirst ? "connections" : "")
                .x(FROM, TO)
                .y(0, 2.5 * one.order().pool())
                .level("the pool", one.order().pool(), FROM, TO)
                .steps("connections", colour(one), middles(), levels(one.recording()));
    }

    private static String title(Figures one) {
        return one.order().way() == Way.Kind.ROTATING
                ? "this library"
                : one.order().way().toString();
    }

    private static Color colour(Figures one) {
        return one.order().way() == Way.Kind.ROTATING ? Plot.OURS : Plot.OTHER;
    }

    private static double[] middles() {
        double[] middles = new double[BINS];
        Arrays.setAll(middles, bin -> FROM + (bin + 0.5) * BIN);
        return middles;
    }

    /** Returns the checkouts of all rotations by when they were asked for; empty where there was none. */
    private static List<List<Long>> bins(Recording recording) {
        List<List<Long>> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new ArrayList<>());
        }
        for (Turn turn : recording.rotations()) {
            for (Wait wait : recording.checkouts()) {
                int bin = binOf(wait.asked(), turn);
                if (bin >= 0 && bin < BINS) {
                    bins.get(bin).add(wait.waited());
                }
            }
        }
        bins.forEach(bin -> bin.sort(null));
        return bins;
    }

    private static int binOf(long at, Turn turn) {
        return (int) Math.floor(((at - turn.start()) / 1e6 - FROM) / BIN);
    }

    private static double[] maxima(Recording recording) {
        return bins(recording).stream()
                .mapToDouble(bin -> bin.isEmpty() ? 0 : bin.get(bin.size() - 1) / 1e6)
                .toArray();
    }

    private static double[] medians(Recording recording) {
        return bins(recording).stream()
                .mapToDouble(bin -> bin.isEmpty() ? 0 : bin.get(bin.size() / 2) / 1e6)
                .toArray();
    }

    /** Returns the most connections of any rotation in each bin. */
    private static double[] levels(Recording recording) {
        double[] most = new double[BINS];
        for (Turn turn : recording.rotations()) {
            int open = 0;
            int from = 0;
            for (Level level : recording.levels()) {
                int bin = binOf(level.at(), turn);
                if (bin >= 0) {
                    raise(most, from, bin, open);
                    from = bin;
                }
                open = level.open();
            }
            raise(most, from, BINS, open);
        }
        return most;
    }

    private static void raise(double[] most, int from, int to, int open) {
        for (int bin = from; bin <= Math.min(to, BINS - 1); bin++) {
            most[bin] = Math.max(most[bin], open);
        }
    }
}
