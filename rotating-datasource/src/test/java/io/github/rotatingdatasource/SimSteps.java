package io.github.rotatingdatasource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may happen in a simulated run, in any order: to callers, source, database and clocks. */
final class SimSteps {
    private final Simulation run;
    private final SimWorld world;
    /** How much goes wrong: in a run of 0 nothing does. */
    private final int trouble;

    SimSteps(Simulation run) {
        this.run = run;
        this.world = run.world;
        this.trouble = world.any(4);
        run.source.beBad(trouble > 1);
    }

    /** Lets something happen, and a while pass. */
    void next() {
        if (trouble > 0 && world.oneIn(4 - trouble + 1)) {
            fault();
        }
        Snapshot now = run.rotator.snapshot();
        if (now.incoming() != null && now.current() != null && trouble > 0 && world.oneIn(2)) {
            inHandOver(now.current(), now.incoming());
        }
        if (world.oneIn(3)) {
            news();
        }
        callers();
        if (world.oneIn(2)) {
            run.passUntilRotation(pause());
            run.pass(world.millis(40));
        } else {
            run.pass(pause());
        }
    }

    /** A hand-over is where most can go wrong. */
    private void inHandOver(Generation outgoing, Generation incoming) {
        String old = outgoing.credential().username();
        String next = incoming.credential().username();
        switch (world.any(8)) {
            case 0, 1 -> user(next);
            case 2, 3 -> user(old);
            case 4 -> {
                lose(next);
                lose(old);
            }
            case 5 -> run.database.killAll();
            case 6 -> clock();
            default -> leaseRunsOut(outgoing);
        }
        for (int i = 0; i < run.settings.maximum(); i++) {
            run.call(world.millis(200), false);
        }
        run.pass(world.millis(40));
    }

    /** Nothing moves until the lease of the old login is all but over. */
    private void leaseRunsOut(Generation outgoing) {
        Duration left = outgoing.leaseLeft(world.clock());
        if (left != null && !left.isNegative()) {
            run.jump(Times.part(left, 0.9 + 0.1 * world.chance()), world.oneIn(2));
        }
    }

    private Duration pause() {
        return switch (world.any(8)) {
            case 0, 1, 2 -> world.millis(30);
            case 3, 4 -> world.millis(400);
            case 5, 6 -> world.millis(3_000);
            default -> world.millis(30_000);
        };
    }

    private void callers() {
        int many = world.oneIn(4) ? world.any(2 * run.settings.maximum() + 2) : world.any(3);
        for (int i = 0; i < many; i++) {
            Duration holds = world.oneIn(10) ? world.millis(20_000) : world.millis(50);
            run.call(holds, world.oneIn(80));
        }
    }

    private void news() {
        switch (world.any(5)) {
            case 0, 1 -> run.source.rotate();
            case 2 -> run.source.renew();
            case 3 -> run.demand();
            default -> {}
        }
        if (world.oneIn(2)) {
            run.changed();
        }
    }

    private void fault() {
        switch (world.any(9)) {
            case 0 -> database();
            case 1 -> run.source.fail(world.oneIn(2));
            case 2 -> run.source.hang(world.oneIn(2));
            case 3 -> clock();
            case 4 -> forbid();
            case 5 -> goBackAndForth();
            case 6, 7 -> user(favourite());
            default -> user(anyUser());
        }
    }

    /** Two agents write one file. */
    private void goBackAndForth() {
        for (int i = 0; i < 1 + world.any(6); i++) {
            run.source.goBackTo(anyUser());
            run.changed();
            run.pass(world.millis(300));
        }
    }

    private void clock() {
        if (world.oneIn(2)) {
            run.jump(world.upTo(Duration.ofSeconds(world.oneIn(3) ? 4_000 : 20)), world.oneIn(2));
        }
    }

    private void forbid() {
        run.orders.forbidden = world.oneIn(2);
        world.tell("operator forbids trials: " + run.orders.forbidden);
    }

    private void database() {
        SimDatabase database = run.database;
        switch (world.any(8)) {
            case 0 -> database.goDown();
            case 1 -> database.killAll();
            case 2, 3 -> database.beFull(world.oneIn(2));
            case 4 -> database.hang(world.oneIn(2));
            default -> database.heal();
        }
    }

    private void user(String user) {
        SimDatabase database = run.database;
        switch (world.any(6)) {
            case 0 -> database.kill(user);
            case 1 -> database.changePassword(user);
            case 2 -> lose(user);
            case 3 -> database.drop(user);
            case 4 -> {
                database.drop(user);
                database.kill(user);
            }
            default -> database.restore(user);
        }
    }

    private void lose(String user) {
        run.database.changePassword(user);
        run.database.kill(user);
    }

    private String anyUser() {
        List<String> names = run.database.names();
        return names.get(Math.max(0, names.size() - 1 - world.any(3)));
    }

    /** Returns a user whose fate matters most: of a generation in service, if there is one. */
    private String favourite() {
        Snapshot snapshot = run.rotator.snapshot();
        Generation one = world.oneIn(2) ? snapshot.current() : snapshot.incoming();
        return one == null ? anyUser() : one.credential().username();
    }

    /** Makes an end of all trouble, and lets time pass in which it must heal. */
    void heal() {
        world.tell("all heals");
        run.database.heal();
        run.source.heal();
        run.orders.forbidden = false;
        for (int i = 0; i < 150; i++) {
            run.findLeaked();
            run.pass(Duration.ofSeconds(1));
            run.call(world.millis(20), false);
        }
    }

    /** Returns a caller who comes now, some seconds later. */
    SimCaller visitor() {
        SimCaller visitor = run.call(world.millis(20), false);
        run.pass(Duration.ofSeconds(12));
        return visitor;
    }

    /** Returns who is served now, or {@code null} if nobody is. */
    @Nullable
    String user() {
        Generation current = run.rotator.snapshot().current();
        return run.rotator.published().checkout() instanceof Checkout.Serving && current != null
                ? current.credential().username()
                : null;
    }
}
