package io.kevy.rt.replication;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What servers of this process log while it is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.kevy");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        logger.addHandler(this);
    }

    /** Waits for a line that holds all of {@code parts}. */
    void await(String... parts) {
        Eventually.isTrue(() -> String.join(" ", parts) + " in " + lines, () -> holds(parts));
    }

    boolean holds(String... parts) {
        return count(parts) > 0;
    }

    /** Lines that hold all of {@code parts}. */
    int count(String... parts) {
        int count = 0;
        for (String line : lines) {
            boolean all = true;
            for (String part : parts) {
                all &= line.contains(part);
            }
            count += all ? 1 : 0;
        }
        return count;
    }

    @Override
    public void publish(LogRecord record) {
        Object[] values = record.getParameters();
        lines.add(
                values == null
                        ? record.getMessage()
                        : new MessageFormat(record.getMessage(), Locale.ROOT).format(values));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
