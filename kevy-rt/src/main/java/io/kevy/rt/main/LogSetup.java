package io.kevy.rt.main;

import io.kevy.rt.config.Config;
import io.kevy.rt.config.LogLevel;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sends log lines to standard output or to the log file, one line each, as Redis does. */
final class LogSetup {
    private static final String MANAGER = "java.util.logging.manager";

    private LogSetup() {}

    /** Chooses the log manager, which the JDK makes with the first logger. */
    static void beforeAnyLogger() {
        if (System.getProperty(MANAGER) == null) {
            System.setProperty(MANAGER, LastingLogManager.class.getName());
        }
    }

    /**
     * @throws IOException when the log file cannot be opened, naming it
     */
    static void apply(Config config) throws IOException {
        var root = Logger.getLogger("");
        for (Handler standard : root.getHandlers()) {
            root.removeHandler(standard);
        }
        var handler = new FlushingHandler(target(config));
        handler.setFormatter(new LineFormatter());
        handler.setLevel(Level.ALL);
        // Asked for each record, because CONFIG SET may change it.
        handler.setFilter(
                record -> record.getLevel().intValue() >= level(config.logLevel()).intValue());
        root.addHandler(handler);
        root.setLevel(Level.FINER);
    }

    private static OutputStream target(Config config) throws IOException {
        var file = config.logFile();
        if (file == null) {
            return System.out;
        }
        try {
            // Its message is the name and the reason; that of Files is the name alone.
            return new FileOutputStream(config.dir().resolve(file).toFile(), true);
        } catch (IOException e) {
            throw new IOException("cannot open logfile " + e.getMessage(), e);
        }
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.FINER;
            case VERBOSE -> Level.FINE;
            case NOTICE -> Level.INFO;
            case WARNING -> Level.WARNING;
        };
    }

    private static final class FlushingHandler extends StreamHandler {
        FlushingHandler(OutputStream out) {
            super(out, new LineFormatter());
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }
    }

    private static final class LineFormatter extends Formatter {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ROOT);

        private final long pid = ProcessHandle.current().pid();

        @Override
        public String format(LogRecord record) {
            Instant at = record.getInstant();
            var line = new StringBuilder();
            line.append(pid).append(' ').append(TIME.format(at.atZone(ZoneId.systemDefault())));
            line.append(' ').append(mark(record.getLevel())).append(' ');
            line.append(formatMessage(record)).append('\n');
            if (record.getThrown() != null) {
                var text = new java.io.StringWriter();
                record.getThrown().printStackTrace(new java.io.PrintWriter(text));
                line.append(text);
            }
            return line.toString();
        }

        private static char mark(Level level) {
            if (level.intValue() >= Level.WARNING.intValue()) {
                return '#';
            }
            return level.intValue() >= Level.INFO.intValue() ? '*' : '-';
        }
    }
}
