package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.RotatorRig.HOUR;
import static io.github.rotatingdatasource.RotatorRig.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds after every step, whatever comes in whatever order. The number of a run is its seed. That at most one read, one
 * login and one move are under way is checked by {@link FakeOrders}; that nothing spins, by {@link RotatorRig#pass}.
 */
class RotatorInvariantsTest {
    private static final int EVENTS = 150;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hold(long seed) {
        RandomGenerator random = new Random(seed);
        RotatorRig rig = random.nextBoolean() ? RotatorRig.polling() : RotatorRig.minting();
        for (int i = 0; i < EVENTS; i++) {
            happen(rig, random);
            check(rig);
        }
        close(rig, random);
    }

    private static void happen(RotatorRig rig, RandomGenerator random) {
        switch (random.nextInt(10)) {
            case 0, 1 -> read(rig, random);
            case 2, 3 -> open(rig, random);
            case 4 -> rig.workersAreSlow = random.nextBoolean();
            case 5 -> callersComeAndGo(rig, random);
            case 6 -> refuse(rig, random);
            case 7 -> change(rig, random);
            case 8 -> rig.pass(Duration.ofMillis(random.nextInt(100)));
            default -> rig.pass(Duration.ofSeconds(random.nextInt(20)));
        }
    }

    private static void read(RotatorRig rig, RandomGenerator random) {
        if (!rig.orders.reading) {
            return;
        }
        if (random.nextInt(4) == 0) {
            rig.failToGive("failure " + random.nextInt(2));
        } else {
            rig.give(anyLogin(rig, random));
        }
    }

    private static Credential anyLogin(RotatorRig rig, RandomGenerator random) {
        String user = "user-" + random.nextInt(4);
        return switch (random.nextInt(3)) {
            case 0 -> login(user, Lease.firm(rig.now, HOUR));
            case 1 -> login(user, Lease.lowerBound(rig.now, Duration.ofSeconds(10)));
            default -> login(user);
        };
    }

    private static void open(RotatorRig rig, RandomGenerator random) {
        if (rig.orders.opening == null) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> rig.refuse();
            case 1 -> rig.fail();
            case 2 -> rig.beFull();
            default -> acceptIfThereIsRoom(rig);
        }
    }

    private static void acceptIfThereIsRoom(RotatorRig rig) {
        if (rig.permits.free() > 0) {
            rig.accept();
        } else {
            rig.beFull();
        }
    }

    private static void callersComeAndGo(RotatorRig rig, RandomGenerator random) {
        Generation current = rig.rotator.snapshot().current();
        if (current != null) {
            FakePool pool = (FakePool) current.pool();
            pool.lend(random.nextInt(pool.idle() + 1));
            pool.takeBack(random.nextInt(pool.used() + 1));
        }
    }

    private static void refuse(RotatorRig rig, RandomGenerator random) {
        Snapshot snapshot = rig.rotator.snapshot();
        Generation refused = random.nextBoolean() ? snapshot.incoming() : snapshot.current();
        if (refused != null && random.nextInt(3) == 0) {
            rig.refuseAnother(refused);
        }
    }

    private static void change(RotatorRig rig, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            rig.demand();
        } else {
            rig.rotator.changed(rig.now);
            rig.step();
        }
    }

    private static void check(RotatorRig rig) {
        Snapshot snapshot = rig.rotator.snapshot();
        boolean handsOver = snapshot.incoming() != null;
        Generation serving = snapshot.current() == null || snapshot.current().isRetired() ? null : snapshot.current();
        boolean nobodyServes =
                rig.checkout() instanceof Checkout.Waiting || rig.checkout() instanceof Checkout.Unavailable;
        assertThat(nobodyServes).isEqualTo(serving == null);
        assertThat(snapshot.draining()).doesNotContain(serving, snapshot.incoming());
        assertThat(rig.orders.moving == null || handsOver).isTrue();
        assertThat(rig.orders.opening == null || !handsOver).isTrue();
        assertThat(rig.orders.events(Rotated.class))
                .extracting(Rotated::generation)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(Stream.concat(Stream.of(serving, snapshot.incoming()), snapshot.draining().stream())
                        .filter(Objects::nonNull))
                .extracting(Generation::number)
                .doesNotHaveDuplicates();
        assertThat(rig.permits.free()).isBetween(0, rig.permits.total());
        if (serving != null) {
            aCallerGetsAConnectionOfAGenerationThatServes(rig, snapshot);
        }
    }

    /** The connections are counted before and after: whichever count has changed, that pool gave it. */
    private static void aCallerGetsAConnectionOfAGenerationThatServes(RotatorRig rig, Snapshot snapshot) {
        List<FakePool> retired = snapshot.draining().stream()
                .map(generation -> (FakePool) generation.pool())
                .toList();
        int before = retired.stream().mapToInt(FakePool::checkouts).sum();
        try {
            rig.connect();
        } catch (SQLException nothingIdle) {
            assertThat(nothingIdle == Moved.MOVED).isFalse();
        }
        assertThat(retired.stream().mapToInt(FakePool::checkouts).sum()).isEqualTo(before);
    }

    private static void close(RotatorRig rig, RandomGenerator random) {
        Snapshot last = rig.rotator.snapshot();
        List<Generation> left = rig.rotator.close();
        int ordered = rig.orders.count;
        for (int i = 0; i < 20; i++) {
            happen(rig, random);
        }
        assertThat(rig.orders.count).isEqualTo(ordered);
        assertThat(left).containsAll(last.draining());
        assertThat(rig.orders.discarded)
                .allSatisfy(pool -> assertThat(pool.total()).isZero());
        assertThat(rig.orders.events(Drained.class)).extracting(Drained::cut).allMatch(cut -> cut >= 0);
    }
}
