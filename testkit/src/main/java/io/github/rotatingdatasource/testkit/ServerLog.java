package io.github.rotatingdatasource.testkit;

import java.util.regex.Pattern;

/** What a server's log says of logins, read with {@link Server#LOG_LINE_PREFIX} and untranslated messages in mind. */
final class ServerLog {
    private static final String REFUSED = "^.* (28P01|28000) FATAL: ";
    private static final String ACCEPTED = "^.* LOG: +connection authorized: user=";

    private ServerLog() {}

    /** Returns how many logins were refused. */
    static long refused(String log) {
        return count(log, REFUSED);
    }

    /** Returns how many logins of this user were refused. */
    static long refused(String log, String username) {
        return count(log, REFUSED + ".*\"" + Pattern.quote(username) + "\"");
    }

    /** Returns how many logins of this user were accepted, if the server writes that down. */
    static long accepted(String log, String username) {
        return count(log, ACCEPTED + Pattern.quote(username) + "( |$)");
    }

    private static long count(String log, String line) {
        return Pattern.compile(line, Pattern.MULTILINE).matcher(log).results().count();
    }
}
