/** What the drill kit for users says of this library, and of others. */
package io.github.rotatingdatasource.drillkit;
