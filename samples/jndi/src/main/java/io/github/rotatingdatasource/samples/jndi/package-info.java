/** A data source that the server makes, and that an application looks up. */
@NullMarked
package io.github.rotatingdatasource.samples.jndi;

import org.jspecify.annotations.NullMarked;
