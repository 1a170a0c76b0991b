/** An application as users write them, and what becomes of it while its logins come and go. */
@NullMarked
package io.github.rotatingdatasource.spring.app;

import org.jspecify.annotations.NullMarked;
