package io.github.rotatingdatasource.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one data source sees of a {@link SharedSource}, whose monitor guards all fields here. */
final class SharedMember implements CredentialSource {
    /** So many logins are remembered to be in use: who passes some over never retires them. */
    private static final int REMEMBERED = 100;

    private final SharedSource group;
    private final List<Credential> given = new ArrayList<>();
    private volatile Runnable changed = () -> {};
    private volatile @Nullable Credential newest;
    long seen;
    boolean reading;
    boolean awake; // from a read to a suspension
    boolean suspended;
    boolean hinted;
    long hintedAt;

    SharedMember(SharedSource group) {
        this.group = group;
    }

    /** Takes note of what this member uses from now on, beside what it has not retired. */
    void give(Credential credential, long version) {
        drop(credential);
        given.removeIf(older -> credential.isLoginOnly()
                && older.isLoginOnly()
                && older.username().equals(credential.username())); // nobody retires a token that was replaced
        given.add(credential);
        if (given.size() > REMEMBERED) {
            given.remove(0);
        }
        newest = credential;
        seen = version;
    }

    void drop(Credential credential) {
        given.removeIf(credential::hasSameLoginAs);
    }

    void beginToRead() {
        reading = true;
        awake = true;
        suspended = false;
    }

    /** Forgets all that it was given; a read ends that. */
    void rest() {
        awake = false;
        suspended = true;
        given.clear();
        newest = null;
        hinted = false;
    }

    boolean has(Credential credential) {
        return given.stream().anyMatch(credential::hasSameLoginAs);
    }

    /** Returns what this member was given last. */
    Credential newest() {
        Credential last = newest;
        if (last == null) {
            throw new IllegalStateException("nothing was given to this member yet");
        }
        return last;
    }

    void hintAt(long nanoTime) {
        hinted = true;
        hintedAt = nanoTime;
    }

    /** Tells the data source that another one has read something new, or that the source may have. */
    void hint() {
        changed.run();
    }

    @Override
    public Credential read() throws Exception {
        return group.read(this);
    }

    @Override
    public boolean isCheap() {
        return group.isCheap();
    }

    @Override
    public Duration pollInterval() {
        return group.pollInterval();
    }

    @Override
    public void onChange(Runnable changed) {
        this.changed = changed;
        group.listen();
    }

    @Override
    public void refused(Credential credential) {
        group.refused(credential, this);
    }

    @Override
    public void accepted(Credential credential) {
        group.accepted(credential);
    }

    @Override
    public void retired(Credential credential) {
        group.retired(credential, this);
    }

    @Override
    public void suspend() {
        group.suspend(this);
    }

    @Override
    public void close() {
        group.close(this);
    }
}
