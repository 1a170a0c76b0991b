package io.github.rotatingdatasource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Turns every logger of the process up to its finest level, those of slf4j and those of the JDK, and passes on all that they
 * say, until it is closed. Two are left alone: the driver's, whose finest output is its own affair, and the testkit's, which is
 * where the secrets are made. Meanwhile nothing is printed.
 */
final class AllLoggers implements AutoCloseable {
    private static final java.util.logging.Logger DRIVER = java.util.logging.Logger.getLogger("org.postgresql");

    private final java.util.logging.Logger jdk = java.util.logging.Logger.getLogger("");
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final LoggerContext context = root.getLoggerContext();
    private final Map<Logger, Level> levels = new HashMap<>();
    private final Appender<ILoggingEvent> console = root.getAppender("out");
    private final Consumer<String> said;
    private final Appender<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.accept(text(event));
        }
    };
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.accept(text(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    AllLoggers(java.util.logging.Level driver, Consumer<String> said) {
        this.said = said;
        context.getLoggerList().forEach(logger -> levels.put(logger, logger.getLevel()));
        levels.keySet().forEach(logger -> logger.setLevel(logger == root ? Level.TRACE : null));
        context.getLogger("io.github.rotatingdatasource.testkit").setLevel(Level.OFF);
        root.detachAppender(console);
        appender.start();
        root.addAppender(appender);
        jdk.setLevel(java.util.logging.Level.ALL);
        DRIVER.setLevel(driver);
        handler.setLevel(java.util.logging.Level.ALL);
        jdk.addHandler(handler);
    }

    private static String text(ILoggingEvent event) {
        String failure =
                event.getThrowableProxy() instanceof ThrowableProxy proxy ? Texts.of(proxy.getThrowable()) : "";
        return String.join(
                "\n",
                event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage(),
                event.getMessage(),
                Arrays.deepToString(event.getArgumentArray()),
                event.getMDCPropertyMap() + " " + event.getMarkerList() + " " + event.getKeyValuePairs(),
                event.getThreadName(),
                failure);
    }

    private static String text(LogRecord record) {
        String failure = record.getThrown() == null ? "" : Texts.of(record.getThrown());
        return record.getLoggerName() + " " + record.getMessage() + " " + Arrays.deepToString(record.getParameters())
                + "\n" + failure;
    }

    @Override
    public void close() {
        jdk.removeHandler(handler);
        jdk.setLevel(java.util.logging.Level.INFO);
        DRIVER.setLevel(null);
        root.detachAppender(appender);
        root.addAppender(console);
        levels.forEach(Logger::setLevel);
        context.getLogger("io.github.rotatingdatasource.testkit").setLevel(null);
    }
}
