package io.github.rotatingdatasource.benchmarks.fleet;

import io.github.rotatingdatasource.benchmarks.support.Picture;
import io.github.rotatingdatasource.benchmarks.support.Plot;
import java.awt.Color;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The requests of a fleet over time. */
final class Sketch {
    /** In seconds: what happens in less is not to be seen. */
    private static final int WINDOW = 30;

    private static final int WIDTH = 860;
    private static final int HEIGHT = 190;
    /** What is shown before an incident, and of what follows. */
    private static final Duration BEFORE = Duration.ofMinutes(30);

    private static final Duration AFTER = Duration.ofHours(4);

    private Sketch() {}

    static Picture of(List<Figures> all) {
        List<List<Plot>> rows = Stream.of(Incident.COLD_START, Incident.OUTAGE, Incident.ROLLOUT)
                .map(incident -> List.of(plot(incident, ofHour(all, incident))))
                .toList();
        return new Picture(
                "fleet", "Requests per second of a fleet over time, by this library and by two others", rows);
    }

    private static List<Figures> ofHour(List<Figures> all, Incident incident) {
        return all.stream()
                .filter(one -> one.plan().incident() == incident && one.plan().role() == Role.HOUR)
                .toList();
    }

    private static Plot plot(Incident incident, List<Figures> paces) {
        boolean isLast = incident == Incident.ROLLOUT;
        double mean = of(Pace.OURS, paces).mean();
        double left = isCold(incident) ? 0 : -minutes(BEFORE);
        Plot plot = Plot.of(
                        WIDTH,
                        isLast ? HEIGHT + 40 : HEIGHT,
                        incident.toString(),
                        isLast ? "minutes" : "",
                        "requests per second")
                .logarithmic(mean / 10, mean * 300)
                .x(left, minutes(AFTER));
        draw(plot, Plot.OTHER, of(Pace.LITTLE, paces));
        draw(plot, Plot.OURS, of(Pace.OURS, paces));
        plot.level("twice the mean", 2 * mean, left, minutes(AFTER));
        return isLast ? plot.legend() : plot;
    }

    private static boolean isCold(Incident incident) {
        return incident == Incident.COLD_START;
    }

    private static Figures of(Pace pace, List<Figures> paces) {
        return paces.stream()
                .filter(one -> one.plan().pace().equals(pace))
                .findFirst()
                .orElseThrow();
    }

    private static void draw(Plot plot, Color colour, Figures one) {
        Incident incident = one.plan().incident();
        Duration from = isCold(incident) ? Duration.ZERO : incident.begins().minus(BEFORE);
        double[] rates = one.traffic().rates(WINDOW);
        int first = (int) from.toSeconds() / WINDOW;
        int last =
                first + (int) (AFTER.toSeconds() + incident.begins().minus(from).toSeconds()) / WINDOW;
        double[] minutes = IntStream.range(first, last)
                .mapToDouble(i -> (i + 0.5) * WINDOW / 60 - minutes(incident.begins()))
                .toArray();
        double[] shown = IntStream.range(first, last).mapToDouble(i -> rates[i]).toArray();
        plot.line(one.plan().pace().toString(), colour, minutes, shown);
    }

    private static double minutes(Duration time) {
        return time.toSeconds() / 60.0;
    }
}
