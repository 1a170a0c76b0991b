package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.source.CredentialSource;

/** The keys of one kind of source. */
interface SourceSettings {
    /** Returns the key that all of them are below. */
    String prefix();

    /**
     * Returns the source that they describe.
     *
     * @throws IllegalArgumentException if one of them cannot be right; the message holds no secret
     */
    CredentialSource source();
}
