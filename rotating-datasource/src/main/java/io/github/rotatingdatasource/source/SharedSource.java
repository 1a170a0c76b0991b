package io.github.rotatingdatasource.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One source for several data sources of a process, a writer and a reader URL, say: each login is read once, has one lease, and is
 * used by all, each with pools of its own.
 *
 * <pre>{@code
 * SharedSource shared = SharedSource.of(CredentialSource.file(path));
 * CredentialSource ofWriter = shared.member();
 * CredentialSource ofReader = shared.member();
 * }</pre>
 *
 * <p>Take all members before the first data source is closed: the source is closed with the last of them.
 *
 * <p>Safe for use by several threads. Two locks: {@code turn} is held while the source is called, so that it is called by one thread
 * at a time, and a read waits for it interruptibly; the monitor of this object guards what is known, and nothing foreign is called
 * under it. Who holds both took {@code turn} first.
 */
public final class SharedSource {
    /** A hint may come while the read that it asks for is on its way: what that brought is no reason to have another login made. */
    private static final Duration ECHO = Duration.ofSeconds(1);

    private final CredentialSource source;
    private volatile boolean cheap;
    private final LongSupplier nanoTime;
    private final ReentrantLock turn = new ReentrantLock();
    private final List<SharedMember> open = new ArrayList<>();
    /** What a member has retired, and another one may still use. */
    private final List<Credential> retiring = new ArrayList<>();

    private @Nullable Credential answered;
    private @Nullable Credential newest; // the same, dated
    private boolean newestIsRefused;
    private @Nullable CredentialUnavailable failure;
    private @Nullable SharedMember failed;
    private long restUntil;
    private long version;
    private boolean listening;
    private boolean closed;

    SharedSource(CredentialSource source, LongSupplier nanoTime) {
        this.source = requireNonNull(source, "source");
        this.cheap = source.isCheap();
        this.nanoTime = nanoTime;
    }

    /** Returns a group that shares {@code source}, which must be used by nobody else, and is closed with the last member. */
    public static SharedSource of(CredentialSource source) {
        return new SharedSource(source, System::nanoTime);
    }

    /**
     * Returns a source for one more data source.
     *
     * @throws IllegalStateException if the last member was closed, and the source with it
     */
    public synchronized CredentialSource member() {
        if (closed) {
            throw new IllegalStateException("a shared source has no more members once all were closed");
        }
        SharedMember member = new SharedMember(this);
        open.add(member);
        return member;
    }

    boolean isCheap() {
        return cheap;
    }

    Duration pollInterval() {
        return source.pollInterval();
    }

    /** Listens to the source, once. */
    void listen() {
        if (turn.tryLock()) { // else somebody reads, who listens first
            try {
                listenOnce();
            } finally {
                turn.unlock();
            }
        }
    }

    private void listenOnce() {
        if (begin()) {
            source.onChange(() -> membersBut(null).forEach(SharedMember::hint));
        }
    }

    private synchronized boolean begin() {
        boolean isFirst = !listening;
        listening = true;
        return isFirst;
    }

    private synchronized List<SharedMember> membersBut(@Nullable SharedMember one) {
        return open.stream().filter(member -> member != one).toList();
    }

    Credential read(SharedMember member) throws Exception {
        enter(member);
        List<SharedMember> others = List.of();
        try {
            lockForRead();
            try {
                listenOnce();
                Credential known = known(member, Instant.now());
                if (known != null) {
                    return known;
                }
                Instant before = Instant.now();
                others = take(readFor(member), member, before);
            } finally {
                turn.unlock();
            }
        } finally {
            leave(member);
        }
        others.forEach(SharedMember::hint);
        return member.newest();
    }

    /** Asks the source, unless it told another member just now that it wants to be left alone. */
    private Credential readFor(SharedMember member) throws Exception {
        leaveAlone(member);
        try {
            return source.read();
        } catch (CredentialUnavailable e) {
            noteFailure(e, member);
            throw e;
        } finally {
            cheap = source.isCheap();
        }
    }

    private synchronized void leaveAlone(SharedMember member) throws CredentialUnavailable {
        Duration rest = Duration.ofNanos(restUntil - nanoTime.getAsLong());
        if (failure != null && failed != member && rest.compareTo(Duration.ZERO) > 0) {
            throw new CredentialUnavailable(String.valueOf(failure.getMessage()), rest);
        }
        failure = null;
    }

    private synchronized void noteFailure(CredentialUnavailable news, SharedMember member) {
        failure = news;
        failed = member;
        restUntil = nanoTime.getAsLong() + news.retryAfter().toNanos();
    }

    private synchronized void enter(SharedMember member) {
        if (!open.contains(member)) {
            throw new IllegalStateException("a member of a shared source was read after it was closed");
        }
        member.beginToRead();
    }

    private synchronized void leave(SharedMember member) {
        member.reading = false;
    }

    private void lockForRead() throws CredentialUnavailable {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialUnavailable("interrupted while another data source read the shared source", e);
        }
    }

    /** Returns what another member has read and {@code member} has not seen yet, or {@code null} if the source is to be asked. */
    private synchronized @Nullable Credential known(SharedMember member, Instant now) {
        if (newest == null || newestIsRefused || newest.lease().isOver(now)) {
            return null;
        }
        boolean isEcho = !cheap && member.hinted && nanoTime.getAsLong() - member.hintedAt < ECHO.toNanos();
        if (member.seen == version && !isEcho) {
            return null;
        }
        member.give(newest, version);
        return newest;
    }

    /** Takes what the source gave to {@code member}, and returns the members that are to be told: not those who wait to read. */
    private synchronized List<SharedMember> take(Credential read, SharedMember member, Instant before)
            throws CredentialUnavailable {
        if (read == null) {
            String name = source.getClass().getSimpleName();
            throw new CredentialUnavailable("source " + name + " must return a credential, but returned null");
        }
        boolean isOther = !read.equals(answered);
        if (isOther || newest == null) {
            newestIsRefused &= answered != null && answered.hasSameLoginAs(read);
            answered = read;
            newest = read.datedFrom(before);
            version++;
        }
        member.give(newest, version);
        if (!isOther) {
            return List.of();
        }
        List<SharedMember> others =
                open.stream().filter(one -> one.seen != version && !one.reading).toList();
        others.forEach(one -> one.hintAt(nanoTime.getAsLong()));
        return others;
    }

    void refused(Credential credential, SharedMember member) {
        inTurn(() -> {
            if (isNewest(credential, member)) {
                source.refused(credential);
            }
        });
    }

    private synchronized boolean isNewest(Credential refused, SharedMember member) {
        member.hinted = false;
        failure = null;
        boolean isNewest = newest != null && newest.hasSameLoginAs(refused);
        newestIsRefused |= isNewest;
        return isNewest;
    }

    void accepted(Credential credential) {
        inTurn(() -> {
            isAlive(credential);
            source.accepted(credential);
        });
    }

    private synchronized void isAlive(Credential accepted) {
        newestIsRefused &= newest == null || !newest.hasSameLoginAs(accepted);
    }

    void retired(Credential credential, SharedMember member) {
        inTurn(() -> tellRetired(retire(credential, member)));
    }

    /** Tells of each, even if the source fails to hear of one. */
    private void tellRetired(List<Credential> released) {
        if (!released.isEmpty()) {
            try {
                source.retired(released.get(0));
            } finally {
                tellRetired(released.subList(1, released.size()));
            }
        }
    }

    private synchronized List<Credential> retire(Credential credential, SharedMember member) {
        member.drop(credential);
        retiring.removeIf(credential::hasSameLoginAs);
        retiring.add(credential);
        return released();
    }

    /** Returns what no member uses any more of what one has retired. */
    private List<Credential> released() {
        List<Credential> released = retiring.stream()
                .filter(credential -> open.stream().noneMatch(member -> member.has(credential)))
                .toList();
        retiring.removeAll(released);
        if (newest != null && released.stream().anyMatch(newest::hasSameLoginAs)) {
            newest = null; // its lease may be revoked, so nobody else gets it
        }
        return released;
    }

    /** Lets a member rest, and the source with the last of them. */
    void suspend(SharedMember member) {
        inTurn(() -> {
            tellRetired(rest(member));
            if (forgetsAll()) {
                source.suspend();
            }
        });
    }

    private synchronized List<Credential> rest(SharedMember member) {
        member.rest();
        return released();
    }

    /** Of members who all have never read, one may be about to. */
    private synchronized boolean forgetsAll() {
        boolean restsFromNowOn =
                open.stream().noneMatch(member -> member.awake) && open.stream().anyMatch(member -> member.suspended);
        if (restsFromNowOn) {
            answered = null;
            newest = null;
            failure = null;
        }
        return restsFromNowOn;
    }

    void close(SharedMember member) {
        inTurn(() -> {
            if (isOpen(member)) {
                try {
                    tellRetired(leaveForGood(member));
                } finally {
                    closeOrRest();
                }
            }
        });
    }

    private void closeOrRest() {
        if (isClosed()) {
            source.close();
        } else if (forgetsAll()) {
            source.suspend(); // who is left rests
        }
    }

    private synchronized boolean isOpen(SharedMember member) {
        return open.contains(member);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized List<Credential> leaveForGood(SharedMember member) {
        open.remove(member);
        closed = open.isEmpty();
        return released();
    }

    private void inTurn(Runnable call) {
        turn.lock();
        try {
            call.run();
        } finally {
            turn.unlock();
        }
    }
}
