/** jOOQ on a data source that rotates: a transaction does not notice. */
@NullMarked
package io.github.rotatingdatasource.samples.jooq;

import org.jspecify.annotations.NullMarked;
