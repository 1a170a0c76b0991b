package io.github.rotatingdatasource.benchmarks.rotation;

import io.github.rotatingdatasource.testkit.IssuedLease;
import io.github.rotatingdatasource.testkit.LeaseServer;
import java.sql.SQLException;
import java.util.Locale;

/** How a login dies without notice. */
enum Death {
    /** The user is dropped, and its sessions are killed. */
    KILLED,
    /** The user is dropped, and its sessions stay. */
    DROPPED,
    /** The user has another password, and its sessions stay. */
    PASSWORD;

    /** Lets the login of {@code lease} die, and returns the one that works afterwards. */
    IssuedLease of(IssuedLease lease, LeaseServer leases) throws SQLException {
        if (this == PASSWORD) {
            return leases.changePassword(lease);
        }
        IssuedLease next = leases.issue();
        if (this == KILLED) {
            leases.revokeAndKill(lease);
        } else {
            leases.revoke(lease);
        }
        return next;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
