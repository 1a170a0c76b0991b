package io.github.rotatingdatasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording shows each rotation. */
class JfrTest {
    private static final String EVENT = "io.github.rotatingdatasource.Rotation";

    private final StubRig rig = new StubRig();
    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        recording.close();
        rig.close();
    }

    /** Returns what was recorded once that are so many events. */
    private List<RecordedEvent> recorded(int count) throws IOException {
        Await.until(() -> recorded().size() >= count); // who tells the others is another thread than who records
        return recorded();
    }

    private List<RecordedEvent> recorded() throws IOException {
        Path file = directory.resolve("rotations.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .filter(event -> event.getString("dataSource").equals(rig.pool.getPoolName()))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime)) // each thread writes a part of its own
                .toList();
    }

    private static String text(RecordedEvent event) {
        return event.getInt("generation") + " " + event.getString("reason") + " " + event.getString("outcome");
    }

    @Test
    void showsEachRotation() throws Exception {
        recording.enable(EVENT);
        recording.start();
        rig.start();

        rig.rotateTo(2);
        rig.awaitDrained();
        rig.rotateTo(3);

        assertThat(recorded(3))
                .extracting(JfrTest::text)
                .containsExactly("1 START cut over", "2 CHANGE handed over", "3 CHANGE handed over");
    }

    @Test
    void showsARotationThatFailed() throws Exception {
        recording.enable(EVENT);
        recording.start();
        RotatingDataSource dataSource = rig.start();
        rig.database.refuse();

        dataSource.rotateNow();

        assertThat(recorded(2))
                .extracting(JfrTest::text)
                .last()
                .isEqualTo("1 DEMAND failed: the database refused the login:"
                        + " SQLInvalidAuthorizationSpecException with SQLState 28P01");
    }
}
