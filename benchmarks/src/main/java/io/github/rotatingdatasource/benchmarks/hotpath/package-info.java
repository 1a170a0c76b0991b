/** What a checkout costs while nothing happens, against bare HikariCP, with a database that costs nothing. */
@NullMarked
package io.github.rotatingdatasource.benchmarks.hotpath;

import org.jspecify.annotations.NullMarked;
