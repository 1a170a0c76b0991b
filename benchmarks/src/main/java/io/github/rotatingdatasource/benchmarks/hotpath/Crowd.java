package io.github.rotatingdatasource.benchmarks.hotpath;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Threads that take connections out of one pool at the same time. They stay, because HikariCP knows what each had before. */
final class Crowd implements AutoCloseable {
    private final ExecutorService threads;
    private final List<CheckoutLoop> loops;

    Crowd(DataSource dataSource, int count) {
        this.threads = Executors.newFixedThreadPool(count);
        this.loops = IntStream.range(0, count)
                .mapToObj(one -> new CheckoutLoop(dataSource))
                .toList();
    }

    /** Lets all of them do so for so long, and returns what all of them did. */
    Checkouts take(long nanos) throws Exception {
        List<Callable<Checkouts>> all = new ArrayList<>();
        loops.forEach(loop -> all.add(() -> loop.take(nanos)));
        Checkouts sum = new Checkouts(0, 0);
        for (Future<Checkouts> one : threads.invokeAll(all)) {
            sum = sum.plus(one.get());
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
