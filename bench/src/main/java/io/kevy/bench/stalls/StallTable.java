package io.kevy.bench.stalls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of all scenes, in Markdown. */
final class StallTable {
    private static final double TURN_MILLIS_MAX = 5;

    /**
     * What one server did in one scene.
     *
     * @param turnMillis its longest turn as it counts itself; negative where it does not count
     * @param pauseMillis the longest pause of its collector; negative where it has none
     * @param waitMillis the longest wait of a client that asks every millisecond
     * @param seconds how long it took until it was over
     */
    record Row(String scene, String server, double turnMillis, double pauseMillis,
            double waitMillis, double seconds) {}

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    String text() {
        var table = new StringBuilder("""
                | scene | server | longest turn ms | longest GC pause ms | longest wait of a client ms | took s | promise |
                |---|---|---:|---:|---:|---:|---|
                """);
        for (Row row : rows) {
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %.1f | %.1f | %s |%n",
                    row.scene(), row.server(), figure(row.turnMillis()), figure(row.pauseMillis()),
                    row.waitMillis(), row.seconds(), promise(row)));
        }
        return table.toString();
    }

    private static String figure(double millis) {
        return millis < 0 ? "" : String.format(Locale.ROOT, "%.2f", millis);
    }

    private static String promise(Row row) {
        if (row.turnMillis() < 0) {
            return "";
        }
        return "under 5: " + (Math.max(row.turnMillis(), row.pauseMillis()) < TURN_MILLIS_MAX
                ? "met"
                : "missed");
    }
}
