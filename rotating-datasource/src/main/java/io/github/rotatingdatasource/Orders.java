package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import org.jspecify.annotations.Nullable;

/** What the rotator has done by others, on workers. What is answered, is answered by the method that the text names. */
interface Orders {
    /** Asks the source: {@link Rotator#read} or {@link Rotator#readFailed}. */
    void read();

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

    /** Closes a pool that nobody has seen. */
    void discard(Pool pool);

    /** Tells the source that the database refused its credential. */
    void tellRefused(Credential credential);

    /** Tells the source that the last connection of a credential is gone, and that no other will be made with it. */
    void tellRetired(Credential credential);

    /** Tells the listeners. */
    void publish(RotationEvent event);
}
