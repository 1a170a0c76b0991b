package io.github.rotatingdatasource.benchmarks.support;

/** The command line asks for something that there is not; the message says what there is. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates one with the message that the user is to see. */
    public UsageException(String message) {
        super(message);
    }
}
