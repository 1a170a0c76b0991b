package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the next login of a generation is made with, and whether the database refused it. A token may be replaced by a newer one,
 * as long as it was not refused; what the one before has earned is not held against the newer.
 *
 * <p>Safe for use by several threads: the lock makes one of the two come first, a refusal or a newer token.
 */
final class Key {
    private Credential newest;
    private volatile @Nullable SQLException refusal;

    Key(Credential first) {
        this.newest = first;
    }

    synchronized Credential newest() {
        return newest;
    }

    /** Has later logins made with {@code newer}, and returns whether that comes in time. */
    synchronized boolean replace(Credential newer) {
        if (refusal != null) {
            return false;
        }
        newest = newer;
        return true;
    }

    /** Takes note that the database refused {@code used}, and returns whether that counts: there may be a newer one. */
    synchronized boolean refused(Credential used, SQLException why) {
        if (!newest.hasSameLoginAs(used)) {
            return false;
        }
        refusal = why;
        return true;
    }

    /** Returns why the database refused it, or {@code null} if it did not. */
    @Nullable
    SQLException refusal() {
        return refusal;
    }
}
