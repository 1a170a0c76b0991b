/** Tests of the service alone. */
@NullMarked
package io.github.rotatingdatasource.samples.springboot.shop;

import org.jspecify.annotations.NullMarked;
