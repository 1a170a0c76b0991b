/** Feeds the library what the manifests of this directory would render. */
@NullMarked
package io.github.rotatingdatasource.samples.kubernetes;

import org.jspecify.annotations.NullMarked;
