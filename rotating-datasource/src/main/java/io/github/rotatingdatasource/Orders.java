package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the rotator has done by others, on workers. What is answered, is answered by the method that the text names. */
interface Orders {
    /** Asks the source: {@link Rotator#read} or {@link Rotator#readFailed}. */
    void read();

    /** Breaks off the read under way, which has taken too long: {@link Rotator#readFailed}, if the source heeds an interrupt. */
    void breakOffRead();

    /**
     * Logs in and builds a pool: {@link Rotator#opened} or {@link Rotator#openFailed}.
     *
     * @param crowding a generation that gives up a connection first, because the database was full
     */
    void open(Candidate candidate, @Nullable Generation crowding);

    /** Makes one move: {@link HandOver#moved}. */
    void move(HandOver handOver);

    /** Lets a generation serve at the user's own settings. */
    void serve(Generation generation);

    /** Sweeps a retired generation and fills its heir: {@link Drain#ended}. */
    void sweep(Drain drain, boolean hopeless, @Nullable Generation heir);

    /** Cuts off what is left of a retired generation: {@link Drain#ended}. */
    void cut(Drain drain);

    /** Closes a drained pool: {@link Rotator#drained}. */
    void close(Drain drain);

    /** Logs in once with the login in use, and closes that connection: {@link Rotator#learned} if it is refused. */
    void prove(Generation generation);

    /** Lets a generation open connections again after one of its sessions has ended. */
    void unpark(Generation generation);

    /** Opens the breaker: no login works, and the next one is tried after {@code wait}. */
    void openBreaker(Duration wait);

    /** Half-opens the breaker: a login is tried. */
    void halfOpenBreaker();

    /** Closes the breaker: a login works. */
    void closeBreaker();

    /** Returns whether an operator forbids all trials. */
    boolean isForbidden();

    /** Closes a pool that nobody has seen. */
    void discard(Pool pool);

    /** Tells the source that the database refused its credential. */
    void tellRefused(Credential credential);

    /** Tells the source that the last connection of a credential is gone, and that no other will be made with it. */
    void tellRetired(Credential credential);

    /** Tells the listeners. */
    void publish(RotationEvent event);
}
