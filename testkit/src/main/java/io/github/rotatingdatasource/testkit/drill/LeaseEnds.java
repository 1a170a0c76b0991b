package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.IssuedLease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many sessions were still open when the lease of their login ended. A lease that an application has asked for itself ends
 * by itself, so somebody must look all the time.
 *
 * <p>Thread-safe: the monitor guards the fields.
 */
final class LeaseEnds {
    private final Logins logins;
    private final Timeline timeline;
    private final Map<String, IssuedLease> running = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private long leftBehind;

    LeaseEnds(Logins logins, Timeline timeline) {
        this.logins = logins;
        this.timeline = timeline;
    }

    /** Returns how many sessions were left behind, all in all. */
    synchronized long leftBehind() {
        return leftBehind;
    }

    /**
     * Looks which leases have ended by themselves since the last look. One that is revoked before its time has not: its sessions
     * were not to be replaced by then.
     *
     * @param current the leases that are not revoked, with their ends of now
     */
    synchronized void look(List<IssuedLease> current, Instant now) throws SQLException {
        current.forEach(lease -> running.put(lease.id(), lease));
        List<IssuedLease> over = running.values().stream()
                .filter(lease -> !lease.expiresAt().isAfter(now) && !ended.contains(lease.id()))
                .toList();
        over.forEach(lease -> timeline.add("database: a lease ends by itself"));
        end(over);
        running.keySet().retainAll(current.stream().map(IssuedLease::id).toList());
    }

    /** Counts the sessions of logins whose lease ends now, once for each lease. */
    synchronized void end(List<IssuedLease> leases) throws SQLException {
        List<IssuedLease> ending = new ArrayList<>(leases);
        ending.removeIf(lease -> !ended.add(lease.id()));
        if (!ending.isEmpty()) {
            leftBehind += logins.sessions(ending);
        }
    }
}
