/** Rotation drills: a real database, leases that really end, the files a sidecar writes and what it answers over HTTP, and load to put on a pool. */
@NullMarked
package io.github.rotatingdatasource.testkit;

import org.jspecify.annotations.NullMarked;
