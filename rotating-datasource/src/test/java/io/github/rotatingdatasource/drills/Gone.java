package io.github.rotatingdatasource.drills;

import java.io.IOException;

/** How a source is gone. */
enum Gone {
    THROWING("throwing") {
        @Override
        void befall(DrillSource source) {
            source.throwing(new IOException("connection refused"));
        }
    },
    HANGING("hanging") {
        @Override
        void befall(DrillSource source) {
            source.hanging();
        }
    };

    final String title;

    Gone(String title) {
        this.title = title;
    }

    abstract void befall(DrillSource source);
}
