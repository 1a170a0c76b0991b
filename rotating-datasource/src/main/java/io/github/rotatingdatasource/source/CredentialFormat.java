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

    /**
     * Returns the format of one JSON object. Its keys are paths: {@code data.username} is a member of a member, or has the
     * dotted name. Numbers and booleans are taken as they were written, {@code null} is as good as nothing.
     *
     * <p>Unless {@code usernameKey} or {@code passwordKey} is set, the credential may be in any of these places, and if it is
     * in several, they must agree:
     *
     * <ul>
     *   <li>{@code username} and {@code password}, as in a secret of RDS, whose other members are ignored
     *   <li>{@code data.username} and {@code data.password}, a whole reply of Vault
     *   <li>{@code data.data.username} and {@code data.data.password}, the same for KV version 2
     *   <li>{@code spring.datasource.username} and {@code spring.datasource.password}
     * </ul>
     *
     * <p>The lease is {@code lease_id} and {@code lease_duration}; where there is no such length, or it is zero, {@code ttl}, or
     * {@code data.ttl} in a reply of Vault, which a static role has beside an empty lease.
     */
    static CredentialFormat json() {
        return new JsonFormat();
    }

    /**
     * Returns the format of {@code key: value} lines, as the Vault agent injector prints them if nobody gives it a template: a
     * value is everything after the first colon and space to the end of the line. Otherwise as {@link #env()}. The
     * keys are {@code username}, {@code password}, {@code lease_id}, and {@code lease_duration} or {@code ttl}.
     */
    static CredentialFormat keyValue() {
        return new KeyValueFormat();
    }

    /**
     * Returns the format of a file that is the password of {@code username} and nothing else, less one line end: a token that
     * counts at login and never again, as RDS IAM makes them. The credential {@linkplain Credential#isLoginOnly() is for login
     * only}. A token is one line of at most 65,535 characters. There are no keys to set.
     *
     * @throws IllegalArgumentException if the username is empty
     */
    static CredentialFormat token(String username) {
        return new TokenFormat(username);
    }
}
