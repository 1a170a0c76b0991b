package io.github.rotatingdatasource;

import java.sql.SQLTransientConnectionException;

/** Tells a checkout, inside the library only, that what it got is not to be used: it looks again. */
@SuppressWarnings("StaticAssignmentOfThrowable") // they have no stack, so they can be shared
final class Moved extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    /** There was nothing to be had here, or something dead: look again at once. */
    static final Moved MOVED = new Moved("this connection was not to be used");

    /** Nothing more will come from this generation: wait until another is named. */
    static final Moved DEAD = new Moved("the user of this generation is gone");

    private Moved(String message) {
        super(message, "08001");
    }

    /** Costs nothing: there are two of these, and nobody reads their stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
