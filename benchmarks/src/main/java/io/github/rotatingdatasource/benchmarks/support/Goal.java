package io.github.rotatingdatasource.benchmarks.support;

/**
 * Something that was to be reached.
 *
 * @param wanted what, in words
 * @param found what was measured
 * @param met whether that is good enough
 */
public record Goal(String wanted, String found, boolean met) {
    String line() {
        return "- " + (met ? "met: " : "**missed**: ") + wanted + "; found " + found;
    }
}
