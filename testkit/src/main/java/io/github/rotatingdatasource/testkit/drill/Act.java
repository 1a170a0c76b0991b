package io.github.rotatingdatasource.testkit.drill;

/** Something that is done to an application while it works, such as {@code drill::rotate}. */
@FunctionalInterface
public interface Act {
    /** Does it. Called by the test's thread, and may block. */
    void run() throws Exception;
}
