/** What many data sources in one process cost. */
@NullMarked
package io.github.rotatingdatasource.benchmarks.many;

import org.jspecify.annotations.NullMarked;
