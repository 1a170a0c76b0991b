/** Programs that measure what rotating costs; never published. */
@NullMarked
package io.github.rotatingdatasource.benchmarks;

import org.jspecify.annotations.NullMarked;
