/** Tests of the sample, most of them with the whole of it. */
@NullMarked
package io.github.rotatingdatasource.samples.springboot.stage;

import org.jspecify.annotations.NullMarked;
