package io.github.rotatingdatasource.samples.quickstart;

import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param hasColours whether to colour at all
 * @param hasUnicode whether it shows more than ASCII
 */
record Paint(boolean hasColours, boolean hasUnicode) {
    /** What a piece of text says by its colour. */
    enum Tone {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        BAD("31"),
        ACCENT("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** Returns what these environment variables allow. */
    static Paint of(Map<String, String> environment, boolean isTerminal) {
        boolean wantsColours = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Paint(isTerminal && wantsColours, isUnicode(environment));
    }

    /** The first of these that is set decides, as POSIX has it. */
    private static boolean isUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.toLowerCase(java.util.Locale.ROOT)
                        .replace("-", "")
                        .contains("utf8");
            }
        }
        return false;
    }

    String text(Tone tone, String text) {
        return hasColours && tone != Tone.PLAIN && !text.isEmpty()
                ? "\033[" + tone.code + "m" + text + "\033[0m"
                : text;
    }

    String full() {
        return hasUnicode ? "\u2501" : "#";
    }

    String empty() {
        return hasUnicode ? "\u2500" : "-";
    }

    String dot() {
        return hasUnicode ? "\u25cf" : "o";
    }

    /** Returns a column that is {@code value} high, where {@code most} is the highest. */
    char column(long value, long most) {
        String columns = hasUnicode ? "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588" : "_.:-=+*#";
        return columns.charAt((int) (value * (columns.length() - 1) / Math.max(1, most)));
    }
}
