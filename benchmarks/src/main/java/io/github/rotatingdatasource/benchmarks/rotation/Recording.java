package io.github.rotatingdatasource.benchmarks.rotation;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All that one way did under one load, as its JVM hands it to the one that reports. Times are of {@code nanoTime} there.
 *
 * @param server the version of PostgreSQL
 * @param rotations each from its start to the end of its window
 * @param checkouts sorted by the time they were asked for
 * @param marks what happened meanwhile, in the order of time
 * @param levels how many connections were open, each time it had changed
 * @param failures the first failures as text
 * @param deniedStatements how many statements failed because the user of their session was gone
 * @param peak how many connections were open at the same time, at most
 */
record Recording(
        String server,
        List<Turn> rotations,
        List<Wait> checkouts,
        List<Mark> marks,
        List<Level> levels,
        List<String> failures,
        long failedCheckouts,
        long failedStatements,
        long deniedStatements,
        int peak)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long BETWEEN = 1_000_000_000;
    /** So many are told as text. */
    static final int FAILURES = 20;

    /** Returns what several JVMs did as if one had, a second of nothing after the other. */
    static Recording joined(List<Recording> all) {
        Recording joined = all.get(0);
        for (Recording next : all.subList(1, all.size())) {
            joined = joined.followedBy(next.later(joined.end() + BETWEEN - next.begin()));
        }
        return joined;
    }

    private long begin() {
        return times().min().orElseThrow();
    }

    private long end() {
        return times().max().orElseThrow();
    }

    private LongStream times() {
        return Stream.of(
                        rotations.stream().flatMapToLong(turn -> LongStream.of(turn.start, turn.end)),
                        checkouts.stream().mapToLong(Wait::asked),
                        marks.stream().mapToLong(Mark::at),
                        levels.stream().mapToLong(Level::at))
                .flatMapToLong(Function.identity());
    }

    private Recording later(long by) {
        return new Recording(
                server,
                each(rotations, turn -> turn.later(by)),
                each(checkouts, wait -> new Wait(wait.asked + by, wait.waited)),
                each(marks, mark -> new Mark(mark.name, mark.at + by)),
                each(levels, level -> new Level(level.at + by, level.open)),
                failures,
                failedCheckouts,
                failedStatements,
                deniedStatements,
                peak);
    }

    private Recording followedBy(Recording next) {
        return new Recording(
                server,
                Rounds.both(rotations, next.rotations),
                Rounds.both(checkouts, next.checkouts),
                Rounds.both(marks, next.marks),
                Rounds.both(levels, next.levels),
                Rounds.both(failures, next.failures).stream().limit(FAILURES).toList(),
                failedCheckouts + next.failedCheckouts,
                failedStatements + next.failedStatements,
                deniedStatements + next.deniedStatements,
                Math.max(peak, next.peak));
    }

    private static <T> List<T> each(List<T> all, UnaryOperator<T> change) {
        return all.stream().map(change).toList();
    }

    /**
     * A rotation: its start, the end of the old login, the end of its window, and how many sessions the old user and the new one
     * had then, when the old one was revoked.
     */
    record Turn(long start, long done, long end, int oldSessions, int newSessions) implements Serializable {
        private static final long serialVersionUID = 1L;

        private Turn later(long by) {
            return new Turn(start + by, done + by, end + by, oldSessions, newSessions);
        }
    }

    /** A checkout. */
    record Wait(long asked, long waited) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** How many connections were open from then on. */
    record Level(long at, int open) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Something that happened. */
    record Mark(String name, long at) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
