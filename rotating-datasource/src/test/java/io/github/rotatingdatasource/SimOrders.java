package io.github.rotatingdatasource;

import static io.github.rotatingdatasource.SimWorld.check;

import io.github.rotatingdatasource.SimCensus.Happening;
import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has done what a rotator orders, as {@link RotationLoop} has, by workers that take their time. */
final class SimOrders implements Orders {
    private static final Duration TRIAL_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Simulation run;
    private final SimWorld world;
    private final SimTrials trials;
    boolean forbidden;
    String breaker = "closed";
    int count;
    private boolean reading;
    private @Nullable Candidate opening;
    private boolean moving;
    private int crowding;

    SimOrders(Simulation run, SimTrials trials) {
        this.run = run;
        this.world = run.world;
        this.trials = trials;
    }

    private static SimPool poolOf(Generation generation) {
        return (SimPool) generation.pool();
    }

    @Override
    public void read() {
        count++;
        check(!reading, "9: a second read while one is under way");
        reading = true;
        trials.read();
        run.source.read(
                credential -> run.tell(now -> {
                    reading = false;
                    world.tell("read " + credential.username());
                    isNewer(credential, run.rotator.snapshot().incoming());
                    run.rotator.read(credential, run.timeOf(credential.lease().began()), now);
                }),
                reason -> run.tell(now -> {
                    reading = false;
                    world.tell("read failed");
                    run.rotator.readFailed(reason, Duration.ZERO, now);
                }));
    }

    private void isNewer(Credential credential, @Nullable Generation incoming) {
        if (incoming != null && !incoming.hasSameLoginAs(credential)) {
            run.census.add(Happening.NEWER_LOGIN_IN_A_HAND_OVER);
        }
    }

    @Override
    public void open(Candidate candidate, @Nullable Generation crowded) {
        count++;
        check(opening == null, "9: a second trial while one is under way");
        opening = candidate;
        world.tell("trial of " + candidate.credential().username() + ", " + candidate.reason());
        trials.begin(candidate, forbidden);
        if (crowded == null) {
            open(candidate, TRIAL_PATIENCE);
        } else {
            makeRoom(poolOf(crowded), () -> open(candidate, TRIAL_PATIENCE));
        }
    }

    private void makeRoom(SimPool pool, Runnable then) {
        crowding++;
        pool.turns.add(done -> {
            pool.openNothing();
            if (!pool.evictIdle()) {
                pool.evictNext(run.settings.policy().stallLimit().toMillis());
            }
            pool.queue.afterTurn(() -> {
                crowding--;
                then.run();
                done.run();
            });
        });
    }

    private void open(Candidate candidate, Duration patience) {
        if (run.permits.tryTake()) {
            Duration takes = run.database.loginTakes();
            world.after(takes, () -> answered(candidate, takes, run.database.login(candidate.credential())));
        } else if (patience.isNegative()) {
            openFailed(candidate, new Failure("no permit", false, true, null));
        } else {
            world.after(LOOK_AGAIN, () -> open(candidate, patience.minus(LOOK_AGAIN)));
        }
    }

    private void answered(Candidate candidate, Duration took, SimDatabase.Answer answer) {
        if (answer == SimDatabase.Answer.ACCEPTED) {
            SimPool pool = run.newPool(candidate);
            run.tell(now -> {
                opening = null;
                trials.accepted(candidate);
                world.tell("accepted " + candidate.credential().username());
                run.rotator.opened(candidate, pool, took, now);
            });
        } else {
            run.permits.giveBack();
            boolean refused = answer == SimDatabase.Answer.REFUSED;
            boolean full = answer == SimDatabase.Answer.FULL;
            openFailed(candidate, new Failure("answer: " + answer, refused, full, null));
        }
    }

    private void openFailed(Candidate candidate, Failure failure) {
        run.tell(now -> {
            opening = null;
            world.tell("trial failed: " + failure.message());
            if (failure.isRefusal()) {
                trials.refused(candidate);
            }
            run.rotator.openFailed(candidate, failure, now);
        });
    }

    @Override
    public void move(HandOver handOver) {
        count++;
        check(!moving, "9: a second move while one is under way");
        moving = true;
        SimPool from = poolOf(handOver.outgoing());
        from.inTurn(from::openNothing);
        poolOf(handOver.incoming()).turns.add(done -> {
            handOver.move(run.permits);
            from.queue.afterTurn(() -> {
                run.tell(now -> {
                    moving = false;
                    handOver.moved(handOver.size(), now);
                });
                done.run();
            });
        });
    }

    @Override
    public void serve(Generation generation) {
        count++;
        poolOf(generation).inTurn(generation.pool()::serve);
    }

    @Override
    public void sweep(Drain drain, boolean hopeless, @Nullable Generation heir) {
        count++;
        if (heir != null) {
            poolOf(heir).inTurn(heir.pool()::fill);
        }
        Pool pool = drain.generation().pool();
        drain(drain, () -> {
            Drain.sweep(pool, hopeless);
            run.tell(now -> drain.ended(Drain.restOf(pool), 0, now));
        });
    }

    private static void drain(Drain drain, Runnable work) {
        poolOf(drain.generation()).inTurn(work);
    }

    @Override
    public void cut(Drain drain) {
        count++;
        Pool pool = drain.generation().pool();
        drain(drain, () -> {
            int cut = pool.cut();
            Drain.sweep(pool, true);
            run.tell(now -> drain.ended(Drain.restOf(pool), cut, now));
        });
    }

    @Override
    public void close(Drain drain) {
        count++;
        drain(drain, () -> {
            check(drain.generation().pool().waiting() == 0, "5: a pool is closed while somebody waits in it");
            drain.generation().pool().close();
            run.tell(now -> run.rotator.drained(drain, now));
        });
    }

    @Override
    public void breakOffRead() {
        world.tell("the read is broken off, which this source does not heed");
    }

    @Override
    public void prove(Generation generation) {
        count++;
        run.census.add(Happening.PROOF_OF_A_LOWER_BOUND);
        world.tell("proof of " + generation.credential().username());
        poolOf(generation).inTurn(generation.pool()::prove);
    }

    @Override
    public void unpark(Generation generation) {
        count++;
        world.after(world.millis(3), generation.pool()::unpark);
    }

    @Override
    public void openBreaker(Duration wait) {
        breaker = "open";
    }

    @Override
    public void halfOpenBreaker() {
        run.census.add(Happening.HALF_OPEN_TRIAL);
        breaker = "half open";
    }

    @Override
    public void closeBreaker() {
        breaker = "closed";
    }

    @Override
    public boolean isForbidden() {
        if (forbidden) {
            run.census.add(Happening.TRIAL_FORBIDDEN);
        }
        return forbidden;
    }

    @Override
    public void discard(Pool pool) {
        world.after(world.millis(3), pool::close);
    }

    @Override
    public void tellRefused(Credential credential) {
        count++;
    }

    @Override
    public void tellRetired(Credential credential) {
        count++;
        run.checks.isRetired(credential);
        if (!run.settings.cheap() && !credential.isLoginOnly()) {
            run.database.drop(credential.username()); // its lease is revoked
        }
    }

    @Override
    public void publish(RotationEvent event) {
        world.tell(event);
        run.census.event(event, reading);
        run.checks.told(event);
    }

    /** Returns whether nothing is under way that takes a connection from a pool which serves. */
    boolean isCrowding() {
        return crowding > 0;
    }

    @Nullable
    Candidate opening() {
        return opening;
    }

    boolean isMoving() {
        return moving;
    }

    /** Has {@code closing} closed as {@link Closing} does it, once nobody waits in it. */
    void closeNow(SimPool closing, int quiet) {
        Consumer<Runnable> sweep = done -> {
            Drain.sweep(closing, true);
            int stillQuiet = closing.waiting() > 0 ? 0 : quiet + 1;
            if (stillQuiet > 10) {
                closing.close();
            } else {
                world.after(Duration.ofMillis(5), () -> closeNow(closing, stillQuiet));
            }
            done.run();
        };
        closing.turns.add(sweep);
    }
}
