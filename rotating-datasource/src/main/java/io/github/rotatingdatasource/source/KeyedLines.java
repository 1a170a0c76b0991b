package io.github.rotatingdatasource.source;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes lines apart, each of which has a key, a separator and a value that goes on to the end of the line. Has no state. */
final class KeyedLines {
    private static final Pattern BARE_LINE_FEED = Pattern.compile("(?<!\r)\n");
    private static final Pattern LINE_FEED = Pattern.compile("\n");
    private static final Pattern CARRIAGE_RETURN_LINE_FEED = Pattern.compile("\r\n");

    private KeyedLines() {}

    /**
     * Returns the values by their keys. Blank lines are skipped.
     *
     * @param wanted how a line looks, for the message
     */
    static Map<String, String> entries(String text, String separator, String wanted) throws CredentialUnavailable {
        Map<String, String> entries = new HashMap<>();
        String[] lines = lineEnd(text).split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            int end = lines[i].indexOf(separator);
            if (end < 1) {
                throw noKey(wanted, i + 1);
            }
            String value = lines[i].substring(end + separator.length());
            if (entries.put(lines[i].substring(0, end), value) != null) {
                throw new CredentialUnavailable("wanted each key once, but line " + (i + 1) + " repeats one");
            }
        }
        return entries;
    }

    /** A password may end in a carriage return, so that one belongs to the line end only if there is no other line end. */
    private static Pattern lineEnd(String text) {
        return BARE_LINE_FEED.matcher(text).find() ? LINE_FEED : CARRIAGE_RETURN_LINE_FEED;
    }

    /** Names lines by number only: what looks like a key may be the second line of a password. */
    private static CredentialUnavailable noKey(String wanted, int number) {
        return new CredentialUnavailable("wanted " + wanted + " or nothing in line " + number + ", but found no key");
    }
}
