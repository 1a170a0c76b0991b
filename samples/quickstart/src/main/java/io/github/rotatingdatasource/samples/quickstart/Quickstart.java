package io.github.rotatingdatasource.samples.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps eight workers busy on a database whose users last 15 seconds, and shows what becomes of them.
 *
 * <p>The main thread starts it all, looks on, and ends it all. Ctrl-C asks it to, and waits until it has.
 */
public final class Quickstart {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final long LOOK_MILLIS = 50;
    private static final long STOP_LIMIT_SECONDS = 30;

    private final Arguments arguments;
    private final Duration lease;
    private final Screen screen;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Quickstart(Arguments arguments, Duration lease, Screen screen) {
        this.arguments = arguments;
        this.lease = lease;
        this.screen = screen;
    }

    /** Runs the quickstart; see {@code --help}. */
    public static void main(String[] words) throws Exception {
        System.exit(exitCode(words));
    }

    private static int exitCode(String[] words) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println("quickstart: " + wrong.getMessage() + " (--help tells what there is)");
            return 2;
        }
        if (arguments.help()) {
            System.out.println(Arguments.HELP);
            return 0;
        }
        Quickstart quickstart = new Quickstart(arguments, LEASE, Screen.standard(System.getenv()));
        Runtime.getRuntime().addShutdownHook(new Thread(quickstart::stop, "quickstart-exit"));
        return quickstart.run();
    }

    /** Runs until the time is over or somebody stops it, tears everything down, and returns the exit code. */
    int run() throws Exception {
        try (screen) {
            return runWithRig();
        } catch (Exception failure) {
            if (!isStopped()) {
                throw failure;
            }
            screen.close();
            screen.print(List.of("  Stopped before it began."));
            return 1;
        } finally {
            ended.countDown();
        }
    }

    /** Ends the run early, and returns when everything is torn down. */
    void stop() {
        stop.countDown();
        try {
            if (!ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                screen.close(); // better from the wrong thread than a terminal without a cursor
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int runWithRig() throws Exception {
        screen.say("  Starting PostgreSQL ...");
        try (Rig rig = new Rig(lease)) {
            Stopwatch stopwatch = Stopwatch.start();
            try (Show show = new Show(arguments, lease, rig, screen, stopwatch)) {
                while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && isBefore(stopwatch, arguments.length())) {
                    show.look();
                }
                return show.end(isStopped()) ? 0 : 1;
            }
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private static boolean isBefore(Stopwatch stopwatch, Duration end) {
        return stopwatch.elapsed().compareTo(end) < 0;
    }
}
