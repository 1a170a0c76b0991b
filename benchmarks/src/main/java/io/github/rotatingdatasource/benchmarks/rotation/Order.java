package io.github.rotatingdatasource.benchmarks.rotation;

import java.util.List;

/** What one JVM is to do: one way under one load. */
record Order(Way.Kind way, Load load, int rotations, int warmUp, int headroom) {
    List<String> arguments() {
        return List.of(
                way.name(),
                load.name(),
                Integer.toString(rotations),
                Integer.toString(warmUp),
                Integer.toString(headroom));
    }

    static Order of(List<String> arguments) {
        return new Order(
                Way.Kind.valueOf(arguments.get(0)),
                Load.valueOf(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)));
    }

    @Override
    public String toString() {
        return way + " under load " + load + ", " + rotations + " rotations";
    }
}
