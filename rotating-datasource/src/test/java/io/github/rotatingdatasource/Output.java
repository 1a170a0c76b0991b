package io.github.rotatingdatasource;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.text.ParseException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Keeps everything that comes out of this process, by whatever way, until it is closed. Thread-safe. */
final class Output implements AutoCloseable {
    private record Piece(String where, String text) {}

    private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
    private final AllLoggers loggers;
    private final FlightRecording recording;
    private final StringWriter written = new StringWriter();
    private final PrintWriter logWriter = new PrintWriter(written, true);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    Output() throws IOException, ParseException {
        this(Level.INFO);
    }

    /** Creates one that also keeps what the driver logs at {@code driver} and above. */
    Output(Level driver) throws IOException, ParseException {
        loggers = new AllLoggers(driver, text -> add("a log event", text));
        recording = new FlightRecording();
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(System.out);
    }

    void add(String where, String text) {
        pieces.add(new Piece(where, text));
    }

    void thrown(Throwable failure) {
        add("an exception", Texts.of(failure));
    }

    PrintWriter logWriter() {
        return logWriter;
    }

    /** Takes note of all that shows at this moment. */
    void look() {
        Thread.getAllStackTraces().keySet().forEach(thread -> add("a thread's name", thread.getName()));
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : server.queryNames(new ObjectName("com.zaxxer.hikari*:*"), null)) {
                lookAt(server, name);
            }
        } catch (JMException e) {
            throw new IllegalStateException("a bean must be readable", e);
        }
    }

    private void lookAt(MBeanServer server, ObjectName name) throws JMException {
        add("a bean's name", name.toString());
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
            if (attribute.isReadable()) {
                add("a bean's " + attribute.getName(), String.valueOf(server.getAttribute(name, attribute.getName())));
            }
        }
    }

    /** Ends all this, and returns where a secret came out. */
    List<String> leaks(Secrets secrets) {
        close();
        recording.tell(this::add);
        add("the log writer", written.toString());
        add("the console", printed.toString(UTF_8));
        return pieces.stream()
                .flatMap(piece -> secrets.in(piece.where(), piece.text()).stream())
                .distinct()
                .toList();
    }

    /** Returns whether anything came out that contains {@code part}. */
    boolean says(String part) {
        return pieces.stream().anyMatch(piece -> piece.text().contains(part));
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        loggers.close();
    }
}
