package io.github.rotatingdatasource.source;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where credentials come from: a file that a sidecar renders, a sidecar that is asked, an application that is told.
 *
 * <p>A source is called by one thread at a time, never by a thread that is waiting for a connection to come out of a
 * pool, and it may block. It answers with what is true now and schedules nothing. Whatever it throws is logged with its
 * message, which must hold no secret.
 */
@FunctionalInterface
public interface CredentialSource extends AutoCloseable {
    /**
     * Returns the credential to use from now on, never {@code null}. One whose firm lease is over is not taken up. A call that
     * takes longer than 30 s is interrupted, or than 2 min if the source is not {@linkplain #isCheap() cheap}.
     *
     * @throws Exception if there is none to be had; the credential in use stays in use and the source is asked again
     */
    Credential read() throws Exception;

    /**
     * Returns whether {@link #read()} costs nothing and changes nothing, as with a file, so that it may be asked every few
     * seconds. Otherwise each read is taken to make a new login, and the source is asked only when one is needed. By
     * default {@code false}. Asked when the data source is built, and after each read.
     */
    default boolean isCheap() {
        return false;
    }

    /**
     * Returns how far apart polls should be at least while nothing is wrong, for a source that is cheap but not free, as one that asks a
     * server. By default zero: the policy decides. Means nothing if the source is not cheap. Asked once, when the data source is built.
     */
    default Duration pollInterval() {
        return Duration.ZERO;
    }

    /**
     * Tells the source whom to call when it may have something new, from any thread; only a hint that speeds up what
     * polling finds anyway. Called once, before the first read. By default the source never calls.
     */
    default void onChange(Runnable changed) {}

    /**
     * Tells the source that the database refused {@code credential}, or has dropped its user, so that the next read goes round any
     * cache. Called again for each trial that is refused. By default does nothing.
     */
    default void refused(Credential credential) {}

    /**
     * Tells the source that the database accepted {@code credential}: refusals before had another reason than its end, as
     * that it had not arrived everywhere. By default does nothing.
     */
    default void accepted(Credential credential) {}

    /**
     * Tells the source that the last connection made with {@code credential} is gone, or that it will never be used, so that its
     * lease can be revoked. By default does nothing.
     */
    default void retired(Credential credential) {}

    /**
     * Releases files, sockets and threads, and forgets every credential, since the data source is suspended: what this source gave is
     * used no more, and lives on only if nobody revokes it. There may be another read later, which takes up again what it needs. By
     * default does nothing.
     */
    default void suspend() {}

    /**
     * Releases what the source holds. Called once by the data source, after the last read has returned. A container that made the
     * source closes it, too: to close it again must do nothing.
     */
    @Override
    default void close() {}

    /**
     * Returns a source that reads the file which a sidecar renders, with the keys {@code DB_USER}, {@code DB_PASS},
     * {@code DB_LEASE_ID} and {@code DB_TTL}.
     *
     * @param path the file; it need not exist yet
     */
    static CredentialSource file(Path path) {
        return fileSource(path).build();
    }

    /** Returns a source that an application feeds; it has nothing to give before the first offer. */
    static OfferedCredentials offered() {
        return new OfferedCredentials();
    }

    /** Returns a builder of a source as {@link #file(Path)} makes it, with other formats, keys or limits. */
    static FileSourceBuilder fileSource(Path path) {
        return new FileSourceBuilder(path);
    }

    /**
     * Returns a builder of a source that asks Vault or OpenBao, through an agent or a proxy on this machine or directly.
     *
     * @param address such as {@code http://127.0.0.1:8100}, {@code unix:/run/vault/agent.sock} or {@code
     *     https://vault.example.org:8200}
     */
    static SidecarSourceBuilder sidecarSource(URI address) {
        return new SidecarSourceBuilder(address);
    }

    /**
     * Returns a builder of a source that asks the AWS Secrets Manager Agent on this machine.
     *
     * @param secretId the name or the ARN of the secret
     */
    static AwsAgentSourceBuilder awsAgentSource(String secretId) {
        return new AwsAgentSourceBuilder(secretId);
    }

    /**
     * Returns a source that reads a directory with the files {@code username} and {@code password}, and {@code lease_id}
     * and {@code ttl} if they are there, as Kubernetes mounts a Secret.
     *
     * @param directory the mount; it need not exist yet
     */
    static CredentialSource volume(Path directory) {
        return volumeSource(directory).build();
    }

    /** Returns a builder of a source as {@link #volume(Path)} makes it, with other keys or limits. */
    static VolumeSourceBuilder volumeSource(Path directory) {
        return new VolumeSourceBuilder(directory);
    }
}
