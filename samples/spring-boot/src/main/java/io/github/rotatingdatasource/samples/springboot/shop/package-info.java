/** The service: what an application of your own looks like. It knows of a data source and nothing of rotation. */
@NullMarked
package io.github.rotatingdatasource.samples.springboot.shop;

import org.jspecify.annotations.NullMarked;
