package io.github.rotatingdatasource.testkit.drill;

/** An argument is wrong. Its message is our own, and holds no header and no address, in which there may be a secret. */
final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
