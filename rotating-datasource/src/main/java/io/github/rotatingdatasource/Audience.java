package io.github.rotatingdatasource;

import java.util.concurrent.Executor;

/** A listener, told one event after the other on workers of its own, so that one which blocks holds up nobody else. */
final class Audience {
    private final RotationListener listener;
    private final Executor inTurn = Workers.inTurn();

    Audience(RotationListener listener) {
        this.listener = listener;
    }

    void tell(String dataSource, RotationEvent event) {
        inTurn.execute(() -> {
            try {
                Workers.foreign(() -> {
                    listener.onEvent(dataSource, event);
                    return true;
                });
            } catch (Throwable e) { // of an Error too: a listener must not be able to end anything
                RotationLog.foreignCodeFailed("listener", e);
            }
        });
    }
}
