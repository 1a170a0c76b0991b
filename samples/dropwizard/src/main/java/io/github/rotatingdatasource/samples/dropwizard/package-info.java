/** A Dropwizard service whose database logins rotate. */
@NullMarked
package io.github.rotatingdatasource.samples.dropwizard;

import org.jspecify.annotations.NullMarked;
