/**
 * The stage on which the service is shown: what an operator would provide, a light load, and a page to watch and to press
 * buttons on. Nothing of this belongs into an application.
 */
@NullMarked
package io.github.rotatingdatasource.samples.springboot.stage;

import org.jspecify.annotations.NullMarked;
