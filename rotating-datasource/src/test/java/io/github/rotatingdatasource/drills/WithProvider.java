package io.github.rotatingdatasource.drills;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.Credentials;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;

/**
 * HikariCP with a credentials provider, which asks the source at each new connection. A class of its own, and loaded only
 * where HikariCP knows of providers.
 */
final class WithProvider extends Contestant.Rival {
    WithProvider() {
        super("provider");
    }

    @Override
    void login(HikariConfig pool, Drill drill) {
        pool.setCredentialsProvider(() -> asked(drill.source));
    }

    private static Credentials asked(CredentialSource source) {
        try {
            Credential now = source.read();
            return Credentials.of(now.username(), now.password());
        } catch (Exception failure) {
            throw new IllegalStateException("the source gave no credential", failure);
        }
    }
}
