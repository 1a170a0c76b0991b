package io.github.rotatingdatasource.drills;

/**
 * A moment of a drill, and what had been counted by then.
 *
 * @param nanoTime when it was
 * @param refused logins that the server's log says were refused
 * @param accepted logins that the server's log says were accepted
 * @param reads how often the source had been asked
 */
record Mark(long nanoTime, long refused, long accepted, int reads) {
    /** Returns the same counts at this moment: counting takes some tens of milliseconds. */
    Mark now() {
        return new Mark(System.nanoTime(), refused, accepted, reads);
    }
}
