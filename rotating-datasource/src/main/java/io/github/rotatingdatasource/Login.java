package io.github.rotatingdatasource;

import io.github.rotatingdatasource.AuthFailureClassifier.LoginFailure;
import io.github.rotatingdatasource.internal.SharedThreads;
import io.github.rotatingdatasource.source.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one generation into the database: the data source underneath its pool, through which every physical connection
 * is made, the trial before the pool exists included.
 *
 * <p>HikariCP asks for connections on one thread, its adder, and hides why one cannot be had. So the refusal of a login is
 * reported from here and remembered: a refused login asks the database no more. The connection itself is made on a worker,
 * because the adder must stay free to fetch a {@linkplain StandIn stand-in} while a connect hangs. HikariCP gets no login.
 *
 * <p>Safe for use by several threads. Whatever the adder waits for, a permit, a connect or the wish for a stand-in, it waits
 * for at {@link Permits}.
 */
final class Login extends BareDataSource {
    /** How long a trial waits for connections that are being closed, before it asks for room to be made. */
    private static final Duration TRIAL_PATIENCE = Duration.ofSeconds(1);

    private final Connector connector;
    private final Key key;
    private final LoginSetup setup;
    private final Permits permits;
    private final Consumer<Evidence> witness;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Session> ready = new AtomicReference<>();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final Adder adder = new Adder();
    private volatile boolean opensNothing;
    private volatile boolean closed;
    private volatile boolean parked;
    private volatile boolean standInWanted;
    private volatile @Nullable Attempt attempt;
    private volatile boolean crowdedOut;
    private volatile boolean lackedPermit;
    private volatile Duration took = Duration.ZERO;

    /** Creates the way in; {@code witness} is told when the login is refused, from any thread. */
    Login(Connector connector, Credential credential, LoginSetup setup, Permits permits, Consumer<Evidence> witness) {
        this.connector = connector;
        this.key = new Key(credential);
        this.setup = setup;
        this.permits = permits;
        this.witness = witness;
    }

    /**
     * Logs in once, on the calling worker, and keeps the connection for the pool that is built next.
     *
     * @throws SQLException if the login is refused, or fails for another reason, or no permit comes free in time
     */
    void tryOut() throws SQLException {
        if (!permits.await(this::begin, TRIAL_PATIENCE.toNanos())) {
            throw new SQLTransientConnectionException(
                    "no trial login, because " + permits + " are in use", AuthFailures.TOO_MANY_CONNECTIONS);
        }
        long start = System.nanoTime();
        long limit = setup.limitNanos().getAsLong();
        permits.await(() -> attempt == null, limit);
        took = Duration.ofNanos(System.nanoTime() - start);
        if (ready.get() == null) {
            throw whyNot(limit);
        }
    }

    /** Returns the next connection for the pool. Called by HikariCP: in the pool's constructor, later on its adder. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection kept = ready.getAndSet(null);
        if (kept != null) {
            return kept;
        }
        adder.enter();
        boolean failed = true;
        try {
            Connection next = next();
            failed = false;
            return next;
        } finally {
            adder.leave(failed);
        }
    }

    private Connection next() throws SQLException {
        long limit = setup.limitNanos().getAsLong();
        long until = System.nanoTime() + limit;
        permits.await(() -> standInWanted || isShut() || attempt != null || begin(), limit);
        permits.await(() -> standInWanted || closed || attempt == null, until - System.nanoTime());
        if (standInWanted) {
            standInWanted = false; // an attempt that is under way goes on, and what it brings is taken next time
            return StandIn.create();
        }
        Connection made = ready.getAndSet(null);
        if (made != null) {
            return made;
        }
        throw whyNot(limit);
    }

    private SQLException whyNot(long limit) {
        SQLException failed = failure.getAndSet(null);
        if (failed != null) {
            return failed;
        }
        SQLException before = key.refusal();
        if (before != null) {
            return new SQLInvalidAuthorizationSpecException(
                    "the database has refused this login, and is not asked again",
                    before.getSQLState(),
                    before.getErrorCode());
        }
        if (isShut()) {
            return new SQLTransientConnectionException("this generation opens no more connections", "08001");
        }
        lackedPermit = !abandon();
        String reason = lackedPermit ? permits + " are in use" : "the database does not answer";
        return new SQLTransientConnectionException(
                "no connection within " + limit / 1_000_000 + " ms: " + reason, "08001");
    }

    private boolean begin() {
        if (parked || !permits.tryTake()) {
            return false;
        }
        Attempt next = new Attempt();
        attempt = next;
        SharedThreads.run(next);
        return true;
    }

    /** Stops waiting for the attempt under way; its permit comes back when it ends, if ever. */
    private synchronized boolean abandon() {
        boolean wasUnderWay = attempt != null;
        attempt = null;
        return wasUnderWay;
    }

    /** One login on a worker. */
    private final class Attempt implements Runnable {
        private LoginFailure verdict = LoginFailure.UNKNOWN;
        private @Nullable Session made;
        private @Nullable SQLException failed;

        @Override
        public void run() {
            while (!logIn(key.newest()) && attempt == this && !opensNothing) {
                // once more, with the token that has come meanwhile
            }
            if (made == null) {
                permits.giveBack();
            }
            ended();
            permits.wakeAll();
        }

        /** Returns whether what came of it counts: a refusal of a token that was replaced meanwhile does not. */
        private boolean logIn(Credential used) {
            Connection raw = null;
            boolean counts = true;
            verdict = LoginFailure.UNKNOWN;
            failed = null;
            try {
                raw = connector.connect(used.username(), used.password());
                made = session(raw, used);
            } catch (SQLException e) {
                // judged by the driver's own words, and only those at login, not those to the user's first statement
                LoginFailure judged = raw == null ? setup.judge().atLogin(e) : LoginFailure.UNKNOWN;
                SQLException redacted = Redaction.of(e, used);
                counts = judged != LoginFailure.REFUSED || key.refused(used, redacted);
                verdict = counts ? judged : LoginFailure.UNKNOWN;
                failed = redacted;
            } catch (RuntimeException | Error e) { // of a driver: it must not be able to end a worker
                failed = Redaction.wordless(e);
            }
            return counts;
        }

        private void ended() {
            crowdedOut = verdict == LoginFailure.FULL;
            boolean isKept;
            synchronized (Login.this) {
                boolean isWanted = attempt == this && !opensNothing;
                isKept = isWanted && made != null && ready.compareAndSet(null, made);
                if (attempt == this) {
                    failure.set(failed);
                    attempt = null;
                }
            }
            if (!isKept) {
                discard(made); // it came too late: abandoned, or nobody is left who would use it
            }
            if (verdict == LoginFailure.REFUSED) {
                witness.accept(Evidence.REFUSED);
            }
        }
    }

    private Session session(Connection raw, Credential used) throws SQLException {
        try {
            setup.prepare(raw);
        } catch (SQLException | RuntimeException | Error e) {
            Session.closeQuietly(raw);
            throw e;
        }
        Session session = new Session(raw, System.nanoTime(), failure -> Redaction.of(failure, used), this::isGone);
        sessions.add(session);
        return session;
    }

    private void isGone(Session gone) {
        sessions.remove(gone);
        permits.giveBack();
        if (isRefused() && sessions.isEmpty()) {
            witness.accept(Evidence.REFUSED); // now it matters to everybody
        }
    }

    /**
     * Logs in once more, to learn whether the login is still good, unless that is about to be learnt anyway. The connection is
     * the adder's if it came for one meanwhile, and is closed otherwise. Blocks for as long as a login may take.
     */
    void prove() {
        if (!permits.await(() -> !isShut() && !closed && attempt == null && begin(), 0)) {
            return;
        }
        if (!permits.await(() -> attempt == null, setup.limitNanos().getAsLong())) {
            abandon();
        }
        if (!adder.isInside()) {
            failure.set(null); // it was nobody's
            discard(ready.getAndSet(null));
        }
    }

    /** Puts new connections off until {@link #unpark()}: somebody looks into what has become of this login. */
    void park() {
        parked = true;
    }

    void unpark() {
        parked = false;
        permits.wakeAll();
    }

    @Nullable
    SQLException refusal() {
        return key.refusal();
    }

    /** Logs in with a newer token from now on, and returns whether that comes in time: the one before may be refused already. */
    boolean use(Credential newer) {
        return key.replace(newer);
    }

    /** From now on makes no connection; one that is being made, or that nobody took, is closed. */
    void openNothing() {
        synchronized (this) { // what comes at this moment is either here already, or sees that it is not wanted
            opensNothing = true;
        }
        discard(ready.getAndSet(null));
        permits.wakeAll();
    }

    /** Takes {@link #openNothing()} back. */
    void openAgain() {
        opensNothing = false;
    }

    private boolean isShut() {
        return opensNothing || isRefused();
    }

    /** Lets the next connection for the pool be a stand-in, and ends whatever the adder waits for. */
    void wantStandIn(boolean wanted) {
        standInWanted = wanted;
        if (wanted) {
            permits.wakeAll();
            adder.wake();
        }
    }

    /** Ends a pause of the adder, so that it looks at once for what there is to do. */
    void wakeAdder() {
        adder.wake();
    }

    /** Ends a pause of the adder if it pauses only because no permit was free. */
    void wakeAdderForPermit() {
        if (lackedPermit) {
            lackedPermit = false;
            adder.wake();
        }
    }

    boolean isRefused() {
        return key.refusal() != null;
    }

    Duration took() {
        return took;
    }

    /** Forgets that the server was full: it is asked again. */
    void forgetCrowd() {
        crowdedOut = false;
    }

    boolean isCrowdedOut() {
        return crowdedOut;
    }

    int sessions() {
        return sessions.size();
    }

    /** Cuts off every connection of this login for good, returning how many there were. */
    int cut() {
        close();
        int count = 0;
        for (Session session : sessions) {
            count++;
            session.abortQuietly();
        }
        return count;
    }

    /** From now on makes no connection, and holds up nobody who waits for one; what is open stays open. */
    void close() {
        closed = true;
        openNothing();
    }

    private static void discard(@Nullable Session kept) {
        if (kept != null) {
            Session.closeQuietly(kept);
        }
    }
}
