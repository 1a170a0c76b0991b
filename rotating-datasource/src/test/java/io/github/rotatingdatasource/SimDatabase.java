package io.github.rotatingdatasource;

import io.github.rotatingdatasource.source.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The truth: which users exist, whose login is accepted, which sessions live. */
final class SimDatabase {
    enum Answer {
        ACCEPTED,
        REFUSED,
        FULL,
        DOWN
    }

    /** A user, from its creation on. */
    static final class User {
        boolean exists = true;
        boolean hasItsPassword = true;
        boolean wasEverGone;
        Instant acceptedFrom = Instant.MIN;
        Instant leaseEnds = Instant.MAX;
        Instant leaseEndsAsTold = Instant.MAX;
        int accepted;
        final Set<String> expiredTokens = new LinkedHashSet<>();
    }

    private final SimWorld world;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Set<SimSession> sessions = new LinkedHashSet<>();
    /** Whether a session can be asked if its user is still there, as PostgreSQL can. */
    final boolean canBeAsked;

    boolean down;
    boolean full;
    boolean hangs;
    private Instant lastTrouble;

    SimDatabase(SimWorld world) {
        this.world = world;
        this.canBeAsked = !world.oneIn(4);
        this.lastTrouble = world.time();
    }

    User create(String user) {
        users.put(user, new User());
        return user(user);
    }

    User user(String name) {
        return users.get(name);
    }

    List<String> names() {
        return List.copyOf(users.keySet());
    }

    /** Returns whether a login of this user would be accepted if there were room. */
    boolean accepts(String name) {
        User user = user(name);
        return user.exists && user.hasItsPassword && !world.time().isBefore(user.acceptedFrom);
    }

    /** Answers a login. */
    Answer login(Credential login) {
        String name = login.username();
        if (down) {
            return Answer.DOWN;
        }
        if (!accepts(name) || user(name).expiredTokens.contains(login.password())) {
            trouble();
            return Answer.REFUSED;
        }
        if (full) {
            return Answer.FULL;
        }
        user(name).accepted++;
        return Answer.ACCEPTED;
    }

    /** Returns how long a login takes. */
    Duration loginTakes() {
        return hangs ? Duration.ofSeconds(3) : world.millis(20);
    }

    void opened(SimSession session) {
        sessions.add(session);
    }

    void gone(SimSession session) {
        sessions.remove(session);
    }

    int sessions() {
        return sessions.size();
    }

    /** Drops a user, whose sessions go on but may do nothing any more. */
    void drop(String name) {
        world.tell("database: drops " + name);
        user(name).exists = false;
        user(name).wasEverGone = true;
        trouble();
    }

    void kill(String name) {
        world.tell("database: kills the sessions of " + name);
        sessions.stream().filter(session -> session.user.equals(name)).forEach(session -> session.alive = false);
        trouble();
    }

    void killAll() {
        new ArrayList<>(users.keySet()).forEach(this::kill);
    }

    void changePassword(String name) {
        world.tell("database: changes the password of " + name);
        user(name).hasItsPassword = false;
        trouble();
    }

    void restore(String name) {
        world.tell("database: accepts " + name + " again");
        user(name).hasItsPassword = true;
        user(name).exists = true;
    }

    void goDown() {
        world.tell("database: goes down");
        down = true;
        killAll();
    }

    void beFull(boolean isFull) {
        world.tell("database: is full: " + isFull);
        full = isFull;
        trouble();
    }

    void hang(boolean isSlow) {
        world.tell("database: hangs: " + isSlow);
        hangs = isSlow;
        trouble();
    }

    private void trouble() {
        lastTrouble = world.time();
    }

    /** Nothing is wrong any more; who was dropped stays so. */
    void heal() {
        world.tell("database: heals");
        down = false;
        full = false;
        hangs = false;
        trouble();
    }

    /** Returns whether the database has done what it is for since {@code since}. */
    boolean wasWellSince(Instant since) {
        return !down && !full && !hangs && lastTrouble.isBefore(since);
    }
}
