/** What several packages of the library share and nobody else may use: not exported, and changed without notice. */
@NullMarked
package io.github.rotatingdatasource.internal;

import org.jspecify.annotations.NullMarked;
