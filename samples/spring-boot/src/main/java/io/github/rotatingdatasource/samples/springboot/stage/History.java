package io.github.rotatingdatasource.samples.springboot.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** The samples of the last two minutes. Thread-safe. */
@Component
class History {
    static final int LENGTH = 240;

    private final Deque<Sample> samples = new ArrayDeque<>();

    synchronized void add(Sample sample) {
        samples.addLast(sample);
        if (samples.size() > LENGTH) {
            samples.removeFirst();
        }
    }

    /** Returns the samples that were taken after {@code at}, in milliseconds since 1970. */
    synchronized List<Sample> after(long at) {
        return samples.stream().filter(sample -> sample.at() > at).toList();
    }
}
