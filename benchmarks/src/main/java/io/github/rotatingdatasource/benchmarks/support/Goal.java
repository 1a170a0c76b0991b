package io.github.rotatingdatasource.benchmarks.support;

/**
 * Something that was to be reached.
 *
 * @param wanted what, in words
 * @param found what was measured
 * @param met whether that is good enough
 * @param rivals what the others came to, in words; empty if there is nobody to compare with
 */
public record Goal(String wanted, String found, boolean met, String rivals) {
    /** Creates one that has no rivals. */
    public Goal(String wanted, String found, boolean met) {
        this(wanted, found, met, "");
    }

    String line() {
        String judged = "- " + (met ? "met: " : "**missed**: ") + wanted + "; found " + found;
        return rivals.isEmpty() ? judged : judged + " (" + rivals + ")";
    }
}
