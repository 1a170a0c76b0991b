package io.github.rotatingdatasource.benchmarks.rotation;

import java.time.Duration;
import java.util.List;

/**
 * What one JVM is to do: one way under one load.
 *
 * @param pool how many connections the pool has
 * @param headroom how many more ours may have in a rotation
 * @param loginMillis how much longer a login takes than it does by itself
 * @param afterMillis how long the window of a rotation lasts after the last use of the old login
 * @param kills whether sessions are killed all the time, so that logins are always in flight
 */
record Order(
        Way.Kind way,
        Load load,
        int rotations,
        int warmUp,
        int pool,
        int headroom,
        int loginMillis,
        int afterMillis,
        boolean kills) {
    /** What a swap leaves behind shows by then. */
    static final int AFTER_MILLIS = 500;

    private static final int POOL = 10;
    private static final int HEADROOM = 2;

    /** Returns an order for a pool of ten that is left in peace, with a headroom of two. */
    static Order of(Way.Kind way, Load load, int rotations, int warmUp) {
        return new Order(way, load, rotations, warmUp, POOL, HEADROOM, 0, AFTER_MILLIS, false);
    }

    Order withRotations(int times) {
        return new Order(way, load, times, warmUp, pool, headroom, loginMillis, afterMillis, kills);
    }

    Order withPool(int connections) {
        return new Order(way, load, rotations, warmUp, connections, headroom, loginMillis, afterMillis, kills);
    }

    Order withHeadroom(int connections) {
        return new Order(way, load, rotations, warmUp, pool, connections, loginMillis, afterMillis, kills);
    }

    Order withLoginDelay(int millis) {
        return new Order(way, load, rotations, warmUp, pool, headroom, millis, afterMillis, kills);
    }

    Order withWindow(int millisAfterwards) {
        return new Order(way, load, rotations, warmUp, pool, headroom, loginMillis, millisAfterwards, kills);
    }

    Order withKills(boolean all) {
        return new Order(way, load, rotations, warmUp, pool, headroom, loginMillis, afterMillis, all);
    }

    List<String> arguments() {
        return List.of(
                way.name(),
                load.name(),
                Integer.toString(rotations),
                Integer.toString(warmUp),
                Integer.toString(pool),
                Integer.toString(headroom),
                Integer.toString(loginMillis),
                Integer.toString(afterMillis),
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
                Integer.parseInt(arguments.get(7)),
                Boolean.parseBoolean(arguments.get(8)));
    }

    Duration afterwards() {
        return Duration.ofMillis(afterMillis);
    }

    /** Returns how long a window lasts at least: as long for a quick way as for a slow one, unless rotations are to follow at once. */
    Duration window() {
        return afterMillis < AFTER_MILLIS ? Duration.ZERO : load.window();
    }

    Duration loginDelay() {
        return Duration.ofMillis(loginMillis);
    }

    @Override
    public String toString() {
        return way + " under load " + load + ", " + rotations + " rotations";
    }
}
