/** A data source that changes its login while in use. */
@NullMarked
package io.github.rotatingdatasource;

import org.jspecify.annotations.NullMarked;
