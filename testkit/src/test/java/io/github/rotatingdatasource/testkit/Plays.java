package io.github.rotatingdatasource.testkit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Says which recordings a test plays: exactly these. */
@Retention(RetentionPolicy.RUNTIME)
@interface Plays {
    /** Returns the numbers. */
    int[] value();
}
