package io.github.rotatingdatasource.drills;

import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.CredentialSource;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A source that answers what the drill says, and counts how often it is asked. Thread-safe, since HikariCP asks it on several
 * threads.
 */
final class DrillSource implements CredentialSource {
    private final boolean cheap;
    private final @Nullable CredentialSource behind;
    private final AtomicInteger reads = new AtomicInteger();
    private @Nullable Callable<Credential> answer;
    private Runnable changed = () -> {};

    private DrillSource(boolean cheap, @Nullable CredentialSource behind) {
        this.cheap = cheap;
        this.behind = behind;
    }

    /** Returns a source that may be polled, as a file may. */
    static DrillSource cheap() {
        return new DrillSource(true, null);
    }

    /** Returns a source that is taken to make a login each time. */
    static DrillSource minting() {
        return new DrillSource(false, null);
    }

    /** Returns a source that answers what {@code another} does. */
    static DrillSource over(CredentialSource another) {
        DrillSource source = new DrillSource(another.isCheap(), another);
        source.answers(another::read);
        return source;
    }

    /** Answers with {@code credential} from now on, and does not tell. */
    void has(Credential credential) {
        answers(() -> credential);
    }

    /** Answers with {@code credential} from now on, and tells that something has changed. */
    void offers(Credential credential) {
        has(credential);
        told().run();
    }

    /** Throws from now on. */
    void throwing(Throwable failure) {
        answers(() -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        });
    }

    /** Answers with nothing at all from now on, which a source must not. */
    @SuppressWarnings("NullAway")
    void returningNull() {
        answers(() -> null);
    }

    /** Lets whoever reads wait, until there is another answer. */
    synchronized void hanging() {
        answer = null;
    }

    /** Answers like this from now on. */
    synchronized void answers(Callable<Credential> how) {
        answer = requireNonNull(how);
        notifyAll();
    }

    int reads() {
        return reads.get();
    }

    @Override
    public Credential read() throws Exception {
        reads.incrementAndGet();
        return awaitAnswer().call();
    }

    private synchronized Callable<Credential> awaitAnswer() throws InterruptedException {
        while (answer == null) {
            wait();
        }
        return answer;
    }

    private synchronized Runnable told() {
        return changed;
    }

    @Override
    public boolean isCheap() {
        return cheap;
    }

    @Override
    public Duration pollInterval() {
        return behind == null ? Duration.ZERO : behind.pollInterval();
    }

    @Override
    public synchronized void onChange(Runnable changed) {
        this.changed = changed;
        if (behind != null) {
            behind.onChange(changed);
        }
    }

    @Override
    public void refused(Credential credential) {
        if (behind != null) {
            behind.refused(credential);
        }
    }

    @Override
    public void retired(Credential credential) {
        if (behind != null) {
            behind.retired(credential);
        }
    }

    @Override
    public void close() {
        if (behind != null) {
            behind.close();
        }
    }
}
