package io.github.rotatingdatasource.benchmarks.rotation;

import java.time.Duration;
import java.util.List;

/**
 * What one JVM is to do: one way under one load.
 *
 * @param pool how many connections the pool has
 * @param headroom how many more ours may have in a rotation
 * @param loginMillis how much longer a login takes than it does by itself
 * @param kills whether sessions are killed all the time, so that logins are always in flight
 */
record Order(
        Way.Kind way, Load load, int rotations, int warmUp, int pool, int headroom, int loginMillis, boolean kills) {
    List<String> arguments() {
        return List.of(
                way.name(),
                load.name(),
                Integer.toString(rotations),
                Integer.toString(warmUp),
                Integer.toString(pool),
                Integer.toString(headroom),
                Integer.toString(loginMillis),
                Boolean.toString(kills));
    }

    static Order of(List<String> arguments) {
        return new Order(
                Way.Kind.valueOf(arguments.get(0)),
                Load.valueOf(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Integer.parseInt(arguments.get(5)),
                Integer.parseInt(arguments.get(6)),
                Boolean.parseBoolean(arguments.get(7)));
    }

    Duration loginDelay() {
        return Duration.ofMillis(loginMillis);
    }

    @Override
    public String toString() {
        return way + " under load " + load + ", " + rotations + " rotations";
    }
}
