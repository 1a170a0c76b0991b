/** What callers feel while the login changes, with a real PostgreSQL, beside other ways to change it. */
@NullMarked
package io.github.rotatingdatasource.benchmarks.rotation;

import org.jspecify.annotations.NullMarked;
