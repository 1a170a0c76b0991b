/** What goes wrong on a bad day, done on purpose, to the library and to other ways to rotate, and measured. */
@org.jspecify.annotations.NullMarked
package io.github.rotatingdatasource.drills;
