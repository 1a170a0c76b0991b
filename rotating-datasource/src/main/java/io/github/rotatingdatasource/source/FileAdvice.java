package io.github.rotatingdatasource.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source tells whoever runs it about files that could be better, each thing once.
 *
 * <p>Called by the thread that reads, one at a time.
 */
final class FileAdvice {
    private final Logger log;
    private final String narrower;

    private enum Topic {
        LEASE,
        LENGTH,
        PERMISSIONS,
        MOUNT
    }

    private final Path path;
    private final Set<Topic> given = EnumSet.noneOf(Topic.class);

    /** Creates what to say about a file that an agent renders; 0644 is what agents set unless told otherwise. */
    FileAdvice(Path path) {
        this(FileSource.class, path, "set perms = \"0640\" (or \"0600\") in the agent's template stanza");
    }

    /**
     * Creates what to say about {@code path}.
     *
     * @param narrower how to mend a file that everybody may read
     */
    FileAdvice(Class<?> source, Path path, String narrower) {
        this.log = LoggerFactory.getLogger(source);
        this.path = path;
        this.narrower = narrower;
    }

    void leaseIsNotRendered(@Nullable String leaseIdKey, String ttlKey) {
        if (given.add(Topic.LEASE)) {
            log.warn(
                    "{} has <no value> for {} or {}, so nobody knows when its credential ends; use .LeaseID and"
                            + " .LeaseDuration in the agent's template instead of .Data.lease_id and .Data.lease_duration",
                    path,
                    leaseIdKey == null ? "the lease id" : leaseIdKey,
                    ttlKey);
        }
    }

    void lengthIsNotReadable(String ttlKey) {
        if (given.add(Topic.LENGTH)) {
            log.warn(
                    "{} has something for {} that is neither seconds nor a duration (wanted 3600, 3600s or 1h30m), so"
                            + " nobody knows when its credential ends",
                    path,
                    ttlKey);
        }
    }

    /** Warns of a file that everybody may read, or refuses it. */
    void checkPermissions(FileStamp stamp, boolean isStrict) throws CredentialUnavailable {
        if (!stamp.isOpenToAll()) {
            return;
        }
        if (isStrict) {
            throw new CredentialUnavailable(
                    "every user of this machine may read it, which strictPermissions() forbids; " + narrower);
        }
        if (given.add(Topic.PERMISSIONS)) {
            log.warn("{} may be read by every user of this machine; {}", path, narrower);
        }
    }

    void wasNeverReplaced(Instant modified) {
        if (given.add(Topic.MOUNT)) {
            log.info(
                    "{} is the same file since {}, several times as long as its lease; if nobody renews the lease, then"
                            + " perhaps the file is mounted by itself (subPath, bind mount), where a new one never"
                            + " arrives: mount its directory instead",
                    path,
                    modified);
        }
    }
}
