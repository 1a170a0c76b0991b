package io.github.rotatingdatasource;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one exception of a chain tells.
 *
 * @param exception itself
 * @param state its SQLState, empty if it has none
 * @param code its vendor's code, 0 if it has none
 */
record Told(Throwable exception, String state, int code) {
    /** A chain that is longer is taken for endless, as one that makes its causes anew at each look would be. */
    private static final int LONGEST = 100;

    /** Returns what {@code failure}, its causes and its next exceptions tell, each once. */
    static List<Told> by(SQLException failure) {
        List<Told> told = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> ahead = new ArrayDeque<>();
        ahead.add(failure);
        while (!ahead.isEmpty() && seen.size() < LONGEST) {
            Throwable next = ahead.remove();
            if (seen.add(next)) {
                told.add(of(next));
                addIfAny(ahead, next.getCause());
                addIfAny(ahead, next instanceof SQLException sql ? sql.getNextException() : null);
            }
        }
        return told;
    }

    private static void addIfAny(Deque<Throwable> ahead, @Nullable Throwable next) {
        if (next != null) {
            ahead.add(next);
        }
    }

    private static Told of(Throwable one) {
        if (one instanceof SQLException sql) {
            return of(one, sql.getSQLState(), sql.getErrorCode());
        }
        if (one.getClass().getName().startsWith("com.mysql.cj.")) {
            return of(one, asked(one, "getSQLState"), asked(one, "getVendorCode"));
        }
        return of(one, null, null);
    }

    private static Told of(Throwable one, @Nullable Object state, @Nullable Object code) {
        return new Told(one, state instanceof String given ? given : "", code instanceof Integer given ? given : 0);
    }

    /**
     * MySQL's driver has exceptions of its own below JDBC's that know the state and the code. With {@code autoReconnect} the
     * one on top is a plain 08001, and only the one below says why.
     */
    private static @Nullable Object asked(Throwable one, String method) {
        try {
            return one.getClass().getMethod(method).invoke(one);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // not one of those, or not open to us: then it tells nothing
        }
    }

    boolean isBy(String driver) {
        return exception.getClass().getName().startsWith(driver);
    }

    boolean says(String... phrases) {
        String text = text();
        return Stream.of(phrases).anyMatch(text::contains);
    }

    /** Read only where nothing else decides: Db2's driver may ask the server for it. */
    private String text() {
        try {
            String message = exception.getMessage();
            return message == null ? "" : message.toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            return ""; // a driver that cannot say it tells nothing
        }
    }
}
