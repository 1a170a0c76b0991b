/** Checks what the containers of this directory would be given. */
@NullMarked
package io.github.rotatingdatasource.samples.compose;

import org.jspecify.annotations.NullMarked;
