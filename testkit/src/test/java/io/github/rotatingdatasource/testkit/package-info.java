/** Tests of the testkit, against a real server. */
@NullMarked
package io.github.rotatingdatasource.testkit;

import org.jspecify.annotations.NullMarked;
