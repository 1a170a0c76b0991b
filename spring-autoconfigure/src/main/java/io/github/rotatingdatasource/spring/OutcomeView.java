package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.RotationEvent.Outcome;
import io.github.rotatingdatasource.RotationEvent.Rotated;
import io.github.rotatingdatasource.RotationEvent.RotationFailed;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of a rotation, as the endpoint shows it. Holds no secret. */
final class OutcomeView {
    private OutcomeView() {}

    static Map<String, Object> of(Outcome outcome) {
        Map<String, Object> view = new LinkedHashMap<>();
        if (outcome instanceof Rotated rotated) {
            view.put("outcome", rotated.cutOver() ? "cut-over" : "handed-over");
            view.put("reason", StatusView.word(rotated.reason()));
            view.put("generation", rotated.generation());
            view.put("credential", rotated.fingerprint());
            view.put("took", rotated.took().toString());
        } else if (outcome instanceof RotationFailed failed) {
            view.put("outcome", "failed");
            view.put("reason", StatusView.word(failed.reason()));
            view.put("generation", failed.serving());
            view.put("failed", StatusView.word(failed.part()));
            view.put("message", failed.message());
            StatusView.put(view, "retryIn", failed.retryIn());
        }
        return view;
    }
}
