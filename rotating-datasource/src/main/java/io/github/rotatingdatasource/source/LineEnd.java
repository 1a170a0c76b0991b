package io.github.rotatingdatasource.source;

/** The line end that editors and {@code echo} put after a value, which is no part of it. */
final class LineEnd {
    private LineEnd() {}

    /** Returns {@code text} without its last line feed, or carriage return and line feed. */
    static String removedFrom(String text) {
        if (!text.endsWith("\n")) {
            return text;
        }
        return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }
}
