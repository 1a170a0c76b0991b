package io.github.rotatingdatasource.samples.springboot.stage;

import io.github.rotatingdatasource.RotationEvent;
import io.github.rotatingdatasource.RotationEvent.Drained;
import io.github.rotatingdatasource.RotationEvent.HandOverBegan;
import io.github.rotatingdatasource.RotationEvent.LoginRefused;
import io.github.rotatingdatasource.RotationEvent.Reason;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import io.github.rotatingdatasource.RotationEvent.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * An event in words.
 *
 * @param at milliseconds since 1970
 * @param isBad whether callers feel it
 */
record Happening(long at, String text, boolean isBad) {
    /** Returns {@code event} in words, or {@code null} if the page does not tell it. */
    static @Nullable Happening of(RotationEvent event, long at) {
        if (event instanceof HandOverBegan began) {
            String text =
                    "Generation %d is logged in, and generation %d hands over.".formatted(began.to(), began.from());
            return new Happening(at, text, false);
        } else if (event instanceof Rotated rotated) {
            return new Happening(at, text(rotated), false);
        } else if (event instanceof Drained drained) {
            return new Happening(at, text(drained), drained.cut() > 0);
        } else if (event instanceof LoginRefused refused) {
            return new Happening(at, "PostgreSQL refuses the login of generation " + refused.generation() + ".", true);
        } else if (event instanceof RotationFailed failed) {
            return new Happening(at, "No rotation: " + failed.message() + ".", true);
        } else if (event instanceof Unavailable unavailable) {
            return new Happening(at, "Every checkout fails at once: " + unavailable.reason() + ".", true);
        }
        return null;
    }

    private static String text(Rotated rotated) {
        String how = rotated.cutOver() ? "at once" : "alone";
        return rotated.reason() == Reason.START
                ? "Generation 1 serves."
                : "Generation %d serves %s, after %d ms."
                        .formatted(rotated.generation(), how, rotated.took().toMillis());
    }

    private static String text(Drained drained) {
        return drained.cut() > 0
                ? "Generation %d is closed, and %d connections were cut off."
                        .formatted(drained.generation(), drained.cut())
                : "Generation %d is drained and closed.".formatted(drained.generation());
    }
}
