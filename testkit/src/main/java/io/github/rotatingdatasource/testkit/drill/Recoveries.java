package io.github.rotatingdatasource.testkit.drill;

import io.github.rotatingdatasource.testkit.drill.DrillReport.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Since when there was a login again that works, act by act. Used by one thread. */
final class Recoveries {
    private final List<Recovery> ended = new ArrayList<>();
    private OptionalLong since = OptionalLong.empty();

    /** An act begins: what fails from now on is not what the act before has done. */
    void actBegins(long now) {
        since.ifPresent(good -> ended.add(new Recovery(good, now)));
        since = OptionalLong.empty();
    }

    /**
     * An act is over.
     *
     * @param begun when it began
     * @param goodSince since when there is a login that works, if there is one
     */
    void actEnded(long begun, OptionalLong goodSince, long now) {
        boolean isOlder = goodSince.isPresent() && goodSince.getAsLong() - begun < 0;
        since = isOlder ? OptionalLong.of(now) : goodSince; // an act of another kind, such as a restart of the database
    }

    /** Returns all, the last of which has ended now. */
    List<Recovery> loadEnds(long now) {
        actBegins(now);
        return List.copyOf(ended);
    }
}
