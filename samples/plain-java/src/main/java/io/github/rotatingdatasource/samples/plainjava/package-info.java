/** The shortest program that is right: a data source, some work, a clean end. */
@NullMarked
package io.github.rotatingdatasource.samples.plainjava;

import org.jspecify.annotations.NullMarked;
