/** A local PostgreSQL whose users last fifteen seconds, and a program that keeps working all the same. */
@NullMarked
package io.github.rotatingdatasource.samples.quickstart;

import org.jspecify.annotations.NullMarked;
