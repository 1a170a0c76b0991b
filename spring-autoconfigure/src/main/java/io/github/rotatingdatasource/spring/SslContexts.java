package io.github.rotatingdatasource.spring;

import javax.net.ssl.SSLContext;

/** What TLS trusts and shows, by the names of Spring Boot's SSL bundles. */
@FunctionalInterface
interface SslContexts {
    /**
     * Returns the context of the bundle of this name, as it is now.
     *
     * @throws IllegalArgumentException if there is no such bundle, or it cannot be read
     */
    SSLContext of(String bundle);
}
