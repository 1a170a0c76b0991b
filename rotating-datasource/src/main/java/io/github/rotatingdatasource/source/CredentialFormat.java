package io.github.rotatingdatasource.source;

import java.util.Map;

/**
 * How a file writes a credential down: takes text apart into keys and values, whatever they mean.
 *
 * <p>A format is called by one thread at a time and must neither block nor keep what it was given.
 */
@FunctionalInterface
public interface CredentialFormat {
    /**
     * Returns the values of {@code text} by their keys, exactly as they were written.
     *
     * @throws CredentialUnavailable if the text is not of this format; the message says where and what was wanted, and
     *     holds nothing of the text, since any part of it may be a password
     */
    Map<String, String> entries(String text) throws CredentialUnavailable;

    /**
     * Returns whether {@code text} ends where a writer would end it. A file that does not is believed only once nobody has
     * written to it for a second. By default {@code true}, for formats in which a cut-off text has no meaning.
     */
    default boolean isWhole(String text) {
        return true;
    }

    /**
     * Returns the format of {@code KEY=value} lines: a value is everything after the first {@code =} to the end of the line,
     * byte for byte, without quotes, comments, escapes or trimming. A line ends with a line feed, or with carriage return
     * and line feed if each line of the text does. Blank lines are skipped; any other line without a key, and a key that
     * comes twice, is an error.
     */
    static CredentialFormat env() {
        return new EnvFormat();
    }
}
