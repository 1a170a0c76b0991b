/** What many replicas ask of one Vault and one database, simulated. */
@NullMarked
package io.github.rotatingdatasource.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
