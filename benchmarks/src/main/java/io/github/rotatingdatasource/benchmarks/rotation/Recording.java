package io.github.rotatingdatasource.benchmarks.rotation;

import java.io.Serializable;
import java.util.List;

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

    /**
     * A rotation: its start, the end of the old login, the end of its window, and how many sessions the old user and the new one
     * had then, when the old one was revoked.
     */
    record Turn(long start, long done, long end, int oldSessions, int newSessions) implements Serializable {
        private static final long serialVersionUID = 1L;
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
