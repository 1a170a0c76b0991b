package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import io.github.rotatingdatasource.source.CredentialUnavailable;
import io.github.rotatingdatasource.source.Lease;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A cheap source that has what it is given: the login of {@code app-user-1} at first. */
final class StubSource implements CredentialSource {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger suspensions = new AtomicInteger();
    private final List<String> retired = new CopyOnWriteArrayList<>();
    private volatile Credential current = login(1);
    private volatile Runnable changed = () -> {};
    private volatile boolean closed;

    static Credential login(int number) {
        return new Credential("app-user-" + number, "secret-" + number, Lease.unknown());
    }

    /** Has another login from now on, and says so. */
    void offer(int number) {
        current = login(number);
        changed.run();
    }

    /** Has nothing from now on. */
    void lose() {
        current = null;
        changed.run();
    }

    int reads() {
        return reads.get();
    }

    int suspensions() {
        return suspensions.get();
    }

    /** Returns the users whose logins will not be used again. */
    List<String> retired() {
        return retired;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Credential read() throws CredentialUnavailable {
        reads.incrementAndGet();
        Credential now = current;
        if (now == null) {
            throw new CredentialUnavailable("the stub has no login");
        }
        return now;
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public void onChange(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void retired(Credential credential) {
        retired.add(credential.username());
    }

    @Override
    public void suspend() {
        suspensions.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
    }
}
