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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
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
 * <p>{@code looks} is guarded by this object's lock, under which it begins and ends; it knows only its own service and the set of
 * watches, and holds no lock while it calls anybody.
 */
final class FileWatches {
    /** The watches of this process. */
    static final FileWatches SHARED =
            new FileWatches(() -> FileSystems.getDefault().newWatchService());

    /** Short beside the polls that it is to outrun; a file counts only once it has rested for half as long anyway. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(FileWatches.class);
    private static final String KUBERNETES_DATA = "..data"; // the link whose replacement changes all files of a volume

    private final Opener opener;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean warned = new AtomicBoolean();
    private @Nullable Looks looks;

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
        if (looks != null) {
            return;
        }
        try {
            looks = new Looks(opener.open());
        } catch (IOException failure) {
            warn(failure);
        }
    }

    private synchronized void register(Watch watch) {
        if (watch.suspended) {
            watch.suspended = false;
            watches.add(watch);
            open();
        }
        if (looks == null || !watches.contains(watch)) {
            return;
        }
        try {
            watch.key = watch.directory.register(looks.service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
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
        if (watches.isEmpty() && looks != null) {
            looks.end();
            looks = null;
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

    /** Looks again and again at what a service has found, until it is ended. */
    private final class Looks {
        private final WatchService service;
        private final AtomicBoolean passesOn = new AtomicBoolean();
        private final Future<?> repeated;

        Looks(WatchService service) {
            this.service = service;
            this.repeated = SharedThreads.repeatedly(this::look, PAUSE);
        }

        private void look() {
            try {
                WatchKey changed = passesOn.get() ? null : service.poll();
                if (changed != null) {
                    passesOn.set(true);
                    SharedThreads.run(() -> passOn(changed));
                }
            } catch (ClosedWatchServiceException ended) {
                // just now
            } catch (RuntimeException | Error failure) { // an Error, too: there must be a next time
                passesOn.set(false);
                LOG.debug("cannot look for changed files", failure);
            }
        }

        private void passOn(WatchKey first) {
            try {
                for (WatchKey key = first; key != null; key = service.poll()) {
                    List<WatchEvent<?>> events = key.pollEvents();
                    WatchKey from = key;
                    key.reset();
                    watches.forEach(watch -> watch.hear(from, events));
                }
            } catch (ClosedWatchServiceException ended) {
                // meanwhile
            } finally {
                passesOn.set(false);
            }
        }

        void end() {
            repeated.cancel(false);
            try {
                service.close();
            } catch (IOException failure) {
                LOG.debug("cannot close the watch for changed files", failure);
            }
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
            } catch (RuntimeException | Error failure) {
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
