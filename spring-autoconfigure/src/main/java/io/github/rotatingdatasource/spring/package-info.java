/** Makes the rotating data source the one of a Spring Boot application. */
@NullMarked
package io.github.rotatingdatasource.spring;

import org.jspecify.annotations.NullMarked;
