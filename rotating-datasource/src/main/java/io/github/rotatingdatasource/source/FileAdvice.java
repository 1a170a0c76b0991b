package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file source tells whoever runs it about a file that could be better, each thing once.
 *
 * <p>Called by the thread that reads, one at a time.
 */
final class FileAdvice {
    /** How to mend a file that everybody may read; 0644 is what agents set unless told otherwise. */
    static final String NARROWER = "set perms = \"0640\" (or \"0600\") in the agent's template stanza";

    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    private enum Topic {
        LEASE,
        LENGTH,
        PERMISSIONS,
        MOUNT
    }

    private final Path path;
    private final Set<Topic> given = EnumSet.noneOf(Topic.class);

    FileAdvice(Path path) {
        this.path = path;
    }

    void leaseIsNotRendered(String leaseIdKey, String ttlKey) {
        if (given.add(Topic.LEASE)) {
            LOG.warn(
                    "{} has <no value> for {} or {}, so nobody knows when its credential ends; use .LeaseID and"
                            + " .LeaseDuration in the agent's template instead of .Data.lease_id and .Data.lease_duration",
                    path,
                    leaseIdKey,
                    ttlKey);
        }
    }

    void lengthIsNotReadable(String ttlKey) {
        if (given.add(Topic.LENGTH)) {
            LOG.warn(
                    "{} has something for {} that is neither seconds nor a duration (wanted 3600, 3600s or 1h30m), so"
                            + " nobody knows when its credential ends",
                    path,
                    ttlKey);
        }
    }

    void everybodyMayRead() {
        if (given.add(Topic.PERMISSIONS)) {
            LOG.warn("{} may be read by every user of this machine; {}", path, NARROWER);
        }
    }

    void wasNeverReplaced(Instant modified) {
        if (given.add(Topic.MOUNT)) {
            LOG.info(
                    "{} is the same file since {}, several times as long as its lease; if nobody renews the lease, then"
                            + " perhaps the file is mounted by itself (subPath, bind mount), where a new one never"
                            + " arrives: mount its directory instead",
                    path,
                    modified);
        }
    }
}
