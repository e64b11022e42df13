package io.kevy.bench.embedded;

import io.kevy.bench.Samples;
import java.util.List;
import java.util.Locale;

/** The figures of all contenders in Markdown: medians, with the smallest and the largest of the rounds where they matter. */
final class EmbeddedTable {
    private static final int OWN_BYTES = 16 + ByteMap.VALUE_BYTES;

    private EmbeddedTable() {}

    /** Two tables, of reads, writes and memory, and of snapshots. */
    static String text(List<EmbeddedSeries> all) {
        return operations(all) + "\n" + snapshots(all);
    }

    private static String operations(List<EmbeddedSeries> all) {
        var table = new StringBuilder("""
                | entries | | get ns | gets/s | set ns | sets/s | first set of a key ns | memory per entry beyond its own bytes | heap after a collection |
                |---:|---|---:|---:|---:|---:|---:|---:|---:|
                """);
        for (var series : all) {
            begin(table, series);
            if (!failed(table, series, 7)) {
                speed(table, series.of(EmbeddedFigure.GET_NANOS));
                speed(table, series.of(EmbeddedFigure.SET_NANOS));
                double perEntry = series.of(EmbeddedFigure.RESIDENT).median() / series.entries();
                cell(table, "%,.0f", series.of(EmbeddedFigure.FILL_NANOS).median());
                cell(table, "%.1f B", perEntry - OWN_BYTES);
                cell(table, "%,.1f MiB", series.of(EmbeddedFigure.HEAP).median() / 0x1p20);
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String snapshots(List<EmbeddedSeries> all) {
        var table = new StringBuilder("""
                | entries | snapshot, then a walk over it while writes go on | taken in ms | walked in ms | a write meanwhile ns | longest stall of the writer ms | what was walked |
                |---:|---|---:|---:|---:|---:|---|
                """);
        for (var series : all) {
            begin(table, series);
            if (!failed(table, series, 5)) {
                cell(table, "%,.3f", series.of(EmbeddedFigure.TAKE_MILLIS).median());
                cell(table, "%,.0f", series.of(EmbeddedFigure.WALK_MILLIS).median());
                cell(table, "%,.0f", series.of(EmbeddedFigure.WRITE_NANOS).median());
                table.append(' ').append(series.of(EmbeddedFigure.STALL_MILLIS).text("%,.1f"))
                        .append(" | ")
                        .append(series.of(EmbeddedFigure.CONSISTENT).min() == 1
                                ? "all as it was"
                                : "not consistent")
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static void begin(StringBuilder table, EmbeddedSeries series) {
        table.append(String.format(Locale.ROOT, "| %,d | %s |", series.entries(),
                series.contender().title()));
    }

    private static boolean failed(StringBuilder table, EmbeddedSeries series, int cells) {
        String failure = series.failure();
        if (failure == null) {
            return false;
        }
        table.append(" does not run: ").append(failure.replace("|", "\\|"))
                .append(" |".repeat(cells));
        return true;
    }

    private static void speed(StringBuilder table, Samples nanos) {
        table.append(' ').append(nanos.text("%,.0f")).append(" |");
        cell(table, "%,.0f", 1e9 / nanos.median());
    }

    private static void cell(StringBuilder table, String format, double value) {
        table.append(String.format(Locale.ROOT, " " + format + " |", value));
    }
}
