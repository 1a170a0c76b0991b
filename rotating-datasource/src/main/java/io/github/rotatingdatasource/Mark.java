package io.github.rotatingdatasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a caller must know about a generation before he uses a connection of it: nothing on the good day.
 *
 * <p>Whoever sees evidence sets it, callers too. It is read plainly, after the pool's hand-off, which orders that read with
 * everything that was done before the connection was given to the pool.
 */
final class Mark {
    private static final int RETIRED = 1;
    private static final int DEAD = 2;
    private static final int DOUBTED = 4;
    private static final VarHandle BITS;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(Mark.class, "bits", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int bits;

    /** Returns whether there is anything to look at. */
    boolean isSet() {
        return bits != 0;
    }

    /** From now on the pool may hand out stand-ins. */
    void retire() {
        BITS.getAndBitwiseOr(this, RETIRED);
    }

    boolean isRetired() {
        return is(RETIRED);
    }

    /** From now on no session of this generation may be used; returns whether that is news. */
    boolean declareDead() {
        return ((int) BITS.getAndBitwiseOr(this, DEAD) & DEAD) == 0;
    }

    boolean isDead() {
        return is(DEAD);
    }

    /** From now on each session is asked before it is used. */
    void doubt() {
        BITS.getAndBitwiseOr(this, DOUBTED);
    }

    /** Takes {@link #doubt()} back. */
    void trust() {
        BITS.getAndBitwiseAnd(this, ~DOUBTED);
    }

    boolean isDoubted() {
        return is(DOUBTED);
    }

    private boolean is(int bit) {
        return ((int) BITS.getAcquire(this) & bit) != 0;
    }
}
