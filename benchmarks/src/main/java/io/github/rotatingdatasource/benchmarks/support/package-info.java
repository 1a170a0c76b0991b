/** What all programs have in common: their options, their reports, and where they ran. */
@NullMarked
package io.github.rotatingdatasource.benchmarks.support;

import org.jspecify.annotations.NullMarked;
