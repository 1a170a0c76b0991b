package io.github.rotatingdatasource;

import io.github.rotatingdatasource.SimDatabase.User;
import io.github.rotatingdatasource.source.Credential;
import io.github.rotatingdatasource.source.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source with a will of its own: a file that somebody renders, early, late or never; or one that makes a user each time. */
final class SimSource {
    private static final Duration HOUR = Duration.ofHours(1);

    /** How long after the end of a lease the database drops its user, as Vault has it. */
    private static final Duration VALID_UNTIL = Duration.ofSeconds(5);

    private final SimWorld world;
    private final SimDatabase database;
    private final boolean cheap;
    private final Lease.End end;
    /** Whether it gives tokens, which count at login only. */
    private final boolean tokens;

    private final Map<String, Credential> rendered = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private Duration length;
    private Credential given;
    private boolean good = true;
    /** Whether it mints, and gives the same login again at times, as an agent does. */
    private boolean caches;

    private boolean failing;
    private boolean hanging;
    private int users;
    private int made;

    SimSource(SimWorld world, SimDatabase database, boolean cheap) {
        this.world = world;
        this.database = database;
        this.cheap = cheap;
        this.end = List.copyOf(EnumSet.allOf(Lease.End.class)).get(world.any(3));
        this.length = Duration.ofSeconds(new int[] {10, 40, 300, 3600}[world.any(4)]);
        this.caches = world.oneIn(3);
        this.tokens = end != Lease.End.FIRM && world.oneIn(2);
        this.given = mint();
    }

    /** Answers in a moment, or when it no longer hangs. */
    void read(Consumer<Credential> answer, Consumer<String> failure) {
        Runnable reply = () -> reply(answer, failure);
        if (hanging) {
            held.add(reply);
        } else {
            world.after(world.millis(cheap ? 3 : 60), reply);
        }
    }

    private void reply(Consumer<Credential> answer, Consumer<String> failure) {
        if (failing) {
            failure.accept("nothing there " + world.any(2));
        } else {
            boolean isCached = caches && given.lease().began() != null && world.oneIn(2);
            given = cheap || isCached ? given : next();
            User user = database.user(given.username());
            user.leaseEndsAsTold = user.leaseEnds;
            answer.accept(given);
        }
    }

    /** Returns another token, mostly, if it gives tokens; a source that is good makes none for a user who is gone. */
    private Credential next() {
        boolean isOfTheSameUser = tokens && !world.oneIn(4) && (!good || database.accepts(given.username()));
        return isOfTheSameUser ? renewed() : mint();
    }

    /** Returns what is in the file. */
    Credential given() {
        return given;
    }

    /** Somebody renders a new login; the one before ends in a while, as its lease says. */
    void rotate() {
        if (!cheap) {
            return;
        }
        Credential before = given;
        given = mint();
        world.tell("source: " + given.username() + " in place of " + before.username());
        Duration last = end == Lease.End.UNKNOWN ? Duration.ofSeconds(60) : Times.part(length, 0.2);
        if (end != Lease.End.FIRM) {
            world.after(last, () -> end(before.username()));
        }
    }

    private void end(String user) {
        if (!given.username().equals(user) && database.user(user).exists) {
            database.drop(user);
        }
    }

    /** The file goes back to another login that once was there. */
    void goBackTo(String user) {
        if (!cheap) {
            return;
        }
        world.tell("source: back to " + user);
        given = rendered.get(user);
    }

    /** The lease of the login that is given begins anew. */
    void renew() {
        if (!cheap) {
            return;
        }
        world.tell("source: renews " + given.username());
        given = renewed();
    }

    /** Returns the same login with a new lease, or a new token, after which the one before lasts no longer for ever. */
    private Credential renewed() {
        User user = database.user(given.username());
        user.leaseEnds = end == Lease.End.UNKNOWN ? Instant.MAX : world.time().plus(length);
        if (tokens) {
            String old = given.password();
            world.after(world.millis(world.oneIn(2) ? 20 : 20_000), () -> user.expiredTokens.add(old));
        }
        return credential(given.username(), world.clock());
    }

    private Credential mint() {
        String name = "u" + ++users;
        User user = database.create(name);
        if (!good) {
            user.hasItsPassword = !world.oneIn(4);
            user.acceptedFrom = world.time().plus(world.oneIn(3) ? world.millis(12_000) : Duration.ZERO);
        }
        if (end == Lease.End.FIRM) {
            user.leaseEnds = world.time().plus(length);
            dropAtTheEnd(name);
        }
        return credential(name, world.oneIn(2) ? null : world.clock());
    }

    private void dropAtTheEnd(String name) {
        User user = database.user(name);
        world.after(Duration.between(world.time(), user.leaseEnds.plus(VALID_UNTIL)), () -> {
            if (world.time().isBefore(user.leaseEnds.plus(VALID_UNTIL))) {
                dropAtTheEnd(name);
            } else if (user.exists) {
                database.drop(name);
            }
        });
    }

    private Credential credential(String user, @Nullable Instant began) {
        Lease lease = end == Lease.End.UNKNOWN ? Lease.unknown() : new Lease(began, length, end);
        String password = tokens ? "token " + ++made : "secret of " + user;
        Credential credential = new Credential(user, password, lease, tokens);
        rendered.put(user, credential);
        return credential;
    }

    /** From now on some of the logins that it gives are not accepted, or not yet. */
    void beBad(boolean bad) {
        good = !bad;
    }

    void fail(boolean fails) {
        world.tell("source: fails: " + fails);
        failing = fails;
    }

    void hang(boolean hangs) {
        world.tell("source: hangs: " + hangs);
        hanging = hangs;
        if (!hangs) {
            held.forEach(reply -> world.after(world.millis(3), reply));
            held.clear();
        }
    }

    /** From now on all is well: it gives a login that is accepted, for long. */
    void heal() {
        good = true;
        length = HOUR;
        failing = false;
        hang(false);
        caches = false;
        if (database.accepts(given.username()) && world.oneIn(2)) {
            renew();
        } else {
            rotate();
        }
    }
}
