package io.github.rotatingdatasource.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a credential of a text: a format takes it apart, and the keys say what is what. Immutable. */
final class CredentialParser {
    private final CredentialFormat format;
    private final ChosenKeys chosen;
    private final List<Shape> shapes;
    private final boolean isLoginOnly;

    /**
     * Creates a parser.
     *
     * @throws IllegalArgumentException if two keys are the same, or keys are set for a token
     */
    CredentialParser(CredentialFormat format, ChosenKeys chosen) {
        this.format = format;
        this.chosen = chosen;
        this.shapes = format instanceof KeyedFormat keyed ? keyed.shapes() : EnvFormat.SHAPES;
        this.isLoginOnly = format instanceof KeyedFormat keyed && keyed.isLoginOnly();
        if (isLoginOnly && !chosen.areNone()) {
            throw new IllegalArgumentException("keys must not be set for a token, which has none, but are " + chosen);
        }
        chosen.check(shapes);
    }

    boolean isWhole(String text) {
        return format.isWhole(text);
    }

    /**
     * Returns the credential in {@code text}, which was written at {@code began}, if that is known.
     *
     * @throws CredentialUnavailable if there is none; the message holds nothing of the text
     */
    Credential parse(String text, @Nullable Instant began, FileAdvice advice) throws CredentialUnavailable {
        Map<String, String> entries = entries(text);
        Credential found = chosen.in(entries, shapes).credential(entries, began, advice);
        return isLoginOnly ? Credential.loginOnly(found.username(), found.password()) : found;
    }

    /** What a format of the user's throws may quote the file, so only its kind is told. */
    private Map<String, String> entries(String text) throws CredentialUnavailable {
        try {
            return format.entries(text);
        } catch (RuntimeException e) {
            throw new CredentialUnavailable(
                    "its format failed with " + e.getClass().getName());
        }
    }
}
