package io.github.rotatingdatasource.source;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code KEY=value} lines, as {@link CredentialFormat#env()} describes them. Has no state. */
final class EnvFormat implements CredentialFormat {
    private static final Pattern BARE_LINE_FEED = Pattern.compile("(?<!\r)\n");
    private static final Pattern LINE_FEED = Pattern.compile("\n");
    private static final Pattern CARRIAGE_RETURN_LINE_FEED = Pattern.compile("\r\n");

    @Override
    public Map<String, String> entries(String text) throws CredentialUnavailable {
        Map<String, String> entries = new HashMap<>();
        String[] lines = lineEnd(text).split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                add(entries, lines[i], i + 1);
            }
        }
        return entries;
    }

    /** A password may end in a carriage return, so that one belongs to the line end only if there is no other line end. */
    private static Pattern lineEnd(String text) {
        return BARE_LINE_FEED.matcher(text).find() ? LINE_FEED : CARRIAGE_RETURN_LINE_FEED;
    }

    /** Names lines by number only: what looks like a key may be the second line of a password. */
    private static void add(Map<String, String> entries, String line, int number) throws CredentialUnavailable {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw new CredentialUnavailable("wanted KEY=value or nothing in line " + number + ", but found no key");
        }
        if (entries.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
            throw new CredentialUnavailable("wanted each key once, but line " + number + " repeats one");
        }
    }

    @Override
    public boolean isWhole(String text) {
        return text.endsWith("\n");
    }
}
