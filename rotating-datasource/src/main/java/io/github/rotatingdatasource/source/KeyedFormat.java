package io.github.rotatingdatasource.source;

import java.util.List;

/** A format that knows where a credential usually is, so that a user need not say. */
interface KeyedFormat extends CredentialFormat {
    /** Returns the shapes that a text of this format may have, the plainest first. */
    List<Shape> shapes();

    /** Returns whether what it reads is a token, see {@link Credential#isLoginOnly()}. */
    default boolean isLoginOnly() {
        return false;
    }
}
