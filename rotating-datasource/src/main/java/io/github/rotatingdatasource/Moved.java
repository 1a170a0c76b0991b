package io.github.rotatingdatasource;

import java.sql.SQLTransientConnectionException;

/** Tells a checkout, inside the library only, that its generation was retired while it waited: it looks again. */
final class Moved extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack, so it can be shared
    static final Moved MOVED = new Moved();

    private Moved() {
        super("this generation was retired while the caller waited", "08001");
    }

    /** Costs nothing: there is one of these, and nobody reads its stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
