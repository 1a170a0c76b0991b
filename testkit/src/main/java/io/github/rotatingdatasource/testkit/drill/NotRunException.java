package io.github.rotatingdatasource.testkit.drill;

/** The monthly drill could not be run. Its message is our own, and holds no header and no address. */
final class NotRunException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NotRunException(String message) {
        super(message);
    }
}
