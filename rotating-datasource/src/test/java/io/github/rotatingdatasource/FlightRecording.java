package io.github.rotatingdatasource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.function.BiConsumer;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A flight recording as anybody may make one, with the JDK's settings for profiling. Off are the events that repeat what lies
 * outside of the library: environment, properties, command lines (PostgreSQL names a user in those of its processes), and the
 * messages of all exceptions when they are thrown, those of the driver included.
 */
final class FlightRecording implements AutoCloseable {
    private static final List<String> OFF = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.SystemProcess",
            "jdk.JavaExceptionThrow",
            "jdk.JavaErrorThrow");

    private final Recording recording;

    FlightRecording() throws IOException, ParseException {
        recording = new Recording(Configuration.getConfiguration("profile"));
        recording.enable("io.github.rotatingdatasource.Rotation");
        OFF.forEach(recording::disable);
        recording.start();
    }

    /** Ends the recording and tells what is in it: our own events one by one, and the file as it is. */
    void tell(BiConsumer<String, String> text) {
        try {
            Path file = Files.createTempFile("leaks", ".jfr");
            recording.stop();
            recording.dump(file);
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().startsWith("io.github.rotatingdatasource")) {
                    text.accept("a flight recorder event", event.toString());
                }
            }
            // names, messages and paths are in there as they are
            text.accept("a flight recording", Files.readString(file, ISO_8859_1));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
