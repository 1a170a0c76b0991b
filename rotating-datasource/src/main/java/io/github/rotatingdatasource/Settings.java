package io.github.rotatingdatasource;

/**
 * What a rotator must know about its surroundings.
 *
 * @param name of the data source
 * @param cheap whether the source may be polled
 * @param timeoutMillis how long a caller waits for a connection
 * @param minimumIdle how many connections a pool keeps at the least
 * @param maximum how many it may have
 */
record Settings(String name, RotationPolicy policy, boolean cheap, long timeoutMillis, int minimumIdle, int maximum) {}
