/** Tests of the drill kit, of which those with pools are in the library's module. */
@NullMarked
package io.github.rotatingdatasource.testkit.drill;

import org.jspecify.annotations.NullMarked;
