/** Credentials, how long they last, and where they come from. */
@NullMarked
package io.github.rotatingdatasource.source;

import org.jspecify.annotations.NullMarked;
