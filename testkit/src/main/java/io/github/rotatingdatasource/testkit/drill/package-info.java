/** The drill kit: a test of yours shows that your application survives what happens to logins. Begin with {@link RotationDrill}. */
@NullMarked
package io.github.rotatingdatasource.testkit.drill;

import org.jspecify.annotations.NullMarked;
