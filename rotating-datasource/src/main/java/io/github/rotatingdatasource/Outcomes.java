package io.github.rotatingdatasource;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Part;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How rotations ended, and those who asked for one and wait to hear it. The timer owns it. */
final class Outcomes {
    private final Orders orders;
    private final List<CompletableFuture<Outcome>> demands = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final long before;
    private long starts;
    private long failures;

    Outcomes(Orders orders, Inheritance inheritance) {
        this.orders = orders;
        this.before = inheritance.rotations();
        this.failures = inheritance.failures();
    }

    /** Takes note of a wish to rotate; {@code answer} hears of the next outcome. */
    void demand(CompletableFuture<Outcome> answer) {
        demands.add(answer);
    }

    /** Returns whether somebody waits for a rotation. */
    boolean areAwaited() {
        return !demands.isEmpty();
    }

    /** Tells that a rotation failed, and that the generation of this number, or none, goes on. */
    void tellFailed(int serving, Reason reason, Part part, String message, @Nullable Duration retryIn) {
        tell(new RotationFailed(serving, reason, part, message, retryIn));
    }

    /** Tells the listeners, and those who wait. */
    void tell(Outcome outcome) {
        if (outcome instanceof RotationFailed) {
            failures++;
        } else {
            starts++;
        }
        orders.publish(outcome);
        demands.forEach(demand -> answers.add(() -> demand.complete(outcome)));
        demands.clear();
    }

    /** Lets those hear who waited for what was told, once the status says it, too. */
    void answer() {
        List<Runnable> due = List.copyOf(answers);
        answers.clear();
        due.forEach(Runnable::run);
    }

    /** Returns how many rotations were completed; the first login is none, nor is the one after a suspension. */
    long rotations() {
        return before + Math.max(0, starts - 1);
    }

    long failures() {
        return failures;
    }
}
