package io.github.rotatingdatasource.source;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static java.util.Objects.requireNonNull;

import io.github.rotatingdatasource.internal.SharedThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changed files sooner than polling does. Nothing depends on it: network file systems, retargeted links and a
 * directory that comes back are found by polling alone.
 *
 * <p>All watches of a process share one {@link WatchService}, since a user has few of them (128 inotify instances on a
 * usual Linux). It has a thread of the JDK's own, so we need none that waits for it: the timer looks at what it has found ten times
 * a second, from the first watch to the last, and a worker passes that on.
 *
 * <p>{@code service} is guarded by this object's lock, under which it is opened and closed; whoever looks knows only that
 * service and the set of watches, and holds no lock while it calls anybody.
 */
final class FileWatches {
    /** The watches of this process. */
    static final FileWatches SHARED =
            new FileWatches(() -> FileSystems.getDefault().newWatchService());

    /** A file counts only once it has rested for about as long, so that nobody waits much longer for that. */
    private static final long PAUSE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(FileWatches.class);
    private static final String KUBERNETES_DATA = "..data"; // the link whose replacement changes all files of a volume

    private final Opener opener;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean warned = new AtomicBoolean();
    private @Nullable WatchService service;

    FileWatches(Opener opener) {
        this.opener = opener;
    }

    /** Opens what tells of changes. */
    @FunctionalInterface
    interface Opener {
        WatchService open() throws IOException;
    }

    /**
     * Watches the directory of {@code file}, which need not exist, until the watch is closed.
     *
     * @param changed called by a worker, and perhaps once more while the watch is being closed; must be quick
     */
    synchronized Watch watch(Path file, Runnable changed) {
        Watch watch = new Watch(file, changed);
        watches.add(watch);
        open();
        watch.renew();
        return watch;
    }

    private void open() {
        if (service != null) {
            return;
        }
        try {
            service = opener.open();
            lookLater(service);
        } catch (IOException failure) {
            warn(failure);
        }
    }

    private void lookLater(WatchService opened) {
        SharedThreads.later(() -> look(opened), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(WatchService opened) {
        try {
            WatchKey changed = opened.poll();
            if (changed == null) {
                lookLater(opened);
            } else {
                SharedThreads.run(() -> passOn(changed, opened));
            }
        } catch (ClosedWatchServiceException closed) {
            // the last watch has ended
        }
    }

    private void passOn(WatchKey first, WatchService from) {
        try {
            for (WatchKey key = first; key != null; key = from.poll()) {
                passOn(key);
            }
        } catch (ClosedWatchServiceException closed) {
            // which the next look finds too
        } finally {
            lookLater(from);
        }
    }

    private void passOn(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        key.reset();
        watches.forEach(watch -> watch.hear(key, events));
    }

    private synchronized void register(Watch watch) {
        if (watch.suspended) {
            watch.suspended = false;
            watches.add(watch);
            open();
        }
        if (service == null || !watches.contains(watch)) {
            return;
        }
        try {
            watch.key = watch.directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (NoSuchFileException | NotDirectoryException notYet) {
            watch.key = null; // the next read tries again
        } catch (IOException failure) {
            warn(failure);
        }
    }

    private synchronized void end(Watch ended) {
        WatchKey key = ended.key;
        watches.remove(ended);
        if (key != null && watches.stream().noneMatch(other -> key.equals(other.key))) {
            key.cancel();
        }
        if (watches.isEmpty() && service != null) {
            close(service);
            service = null;
        }
    }

    private void close(WatchService opened) {
        try {
            opened.close();
        } catch (IOException failure) {
            LOG.debug("cannot close the watch for changed files", failure);
        }
    }

    private void warn(IOException failure) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "cannot watch files for changes, so polling alone finds them (on Linux, look at"
                            + " fs.inotify.max_user_instances and max_user_watches): {}",
                    failure.toString());
        }
    }

    /** One file that is watched. */
    final class Watch implements AutoCloseable {
        private final Path directory;
        private final Path name;
        private final Runnable changed;
        private volatile @Nullable WatchKey key;
        private volatile boolean suspended;

        private Watch(Path file, Runnable changed) {
            this.directory = requireNonNull(file.getParent(), "directory of the file");
            this.name = requireNonNull(file.getFileName(), "name of the file");
            this.changed = changed;
        }

        /** Watches the directory again if it was gone or is another one by now. To be called before each read. */
        void renew() {
            WatchKey registered = key;
            if (suspended || registered == null || !registered.isValid()) {
                register(this);
            }
        }

        private void hear(WatchKey from, List<WatchEvent<?>> events) {
            if (from.equals(key) && events.stream().anyMatch(this::concerns)) {
                tell();
            }
        }

        /** Agents render into a digits-only neighbour and keep a {@code .bak}: of no concern. */
        private boolean concerns(WatchEvent<?> event) {
            return event.kind().equals(OVERFLOW)
                    || name.equals(event.context())
                    || KUBERNETES_DATA.equals(String.valueOf(event.context()));
        }

        private void tell() {
            try {
                changed.run();
            } catch (RuntimeException failure) {
                LOG.warn("cannot tell of a change in {}", directory.resolve(name), failure); // others must still hear
            }
        }

        /** Ends this watch until it is renewed, and with the last one all looking. */
        void suspend() {
            suspended = true;
            end(this);
        }

        /** Ends this watch for good, and with the last one all looking. May be called more than once. */
        @Override
        public void close() {
            suspended = false;
            end(this);
        }
    }
}
