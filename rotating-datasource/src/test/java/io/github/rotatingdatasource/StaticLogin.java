package io.github.rotatingdatasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;

/** A login that never changes, as HikariCP 7 takes it; apart from the tests, because HikariCP 6 has no such thing. */
public final class StaticLogin implements HikariCredentialsProvider {
    @Override
    public Credentials getCredentials() {
        return Credentials.of("scott", "tiger");
    }

    static void provideTo(HikariConfig config) {
        config.setCredentialsProvider(new StaticLogin());
    }

    static void giveTo(HikariConfig config) {
        config.setCredentials(new StaticLogin().getCredentials());
    }
}
