package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who asked for a rotation and wait to hear how it ended. The timer owns it. */
final class Demands {
    private final List<CompletableFuture<Outcome>> open = new ArrayList<>();

    void add(CompletableFuture<Outcome> demand) {
        open.add(demand);
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    void answer(Outcome outcome) {
        List<CompletableFuture<Outcome>> answered = List.copyOf(open);
        open.clear();
        answered.forEach(demand -> demand.complete(outcome));
    }
}
