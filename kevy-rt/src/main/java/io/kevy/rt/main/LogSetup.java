package io.kevy.rt.main;

import io.kevy.rt.config.Config;
import io.kevy.rt.config.LogLevel;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ErrorManager;
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
     * Sends what the server logs where the configuration says, from now on.
     *
     * @throws IOException when the log file cannot be opened, naming it
     */
    static void apply(Config config) throws IOException {
        var root = Logger.getLogger("");
        for (Handler standard : root.getHandlers()) {
            root.removeHandler(standard);
        }
        var handler = handler(config);
        handler.setFormatter(new LineFormatter());
        handler.setLevel(Level.ALL);
        // Asked for each record, because CONFIG SET may change it. What the JDK says of itself counts
        // only when something is wrong.
        handler.setFilter(
                record -> record.getLevel().intValue() >= (isOurs(record)
                        ? level(config.logLevel())
                        : Level.WARNING).intValue());
        root.addHandler(handler);
        root.setLevel(Level.FINER);
    }

    private static boolean isOurs(LogRecord record) {
        return record.getLoggerName() != null && record.getLoggerName().startsWith("io.kevy");
    }

    private static Handler handler(Config config) throws IOException {
        var name = config.logFile();
        if (name == null) {
            return new FlushingHandler(System.out);
        }
        var file = config.dir().resolve(name).toFile();
        // Its message is the name and the reason; that of Files is the name alone.
        try {
            new FileOutputStream(file, true).close();
            return new FileHandler(file);
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

    /** Opens the file for each line, so that one that was moved away is followed by a new one. */
    private static final class FileHandler extends Handler {
        private final File file;

        FileHandler(File file) {
            this.file = file;
        }

        @Override
        public synchronized void publish(LogRecord record) {
            if (!isLoggable(record)) {
                return;
            }
            try (var out = new FileOutputStream(file, true)) {
                out.write(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                reportError(null, e, ErrorManager.WRITE_FAILURE);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
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
