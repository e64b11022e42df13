package io.kevy.bench.memory;

import io.kevy.bench.Figures;
import java.util.Locale;

/**
 * The figures of a store without and one with deadlines, and which promises they keep, in Markdown.
 *
 * @param freezes how many there were
 * @param without figures without deadlines
 * @param freshWithout of a store that had only the keys that are left from the start
 * @param with figures with deadlines
 * @param freshWith as {@code freshWithout}
 */
record MemoryTable(int freezes, Figures<MemoryFigure> without, Figures<MemoryFigure> freshWithout,
        Figures<MemoryFigure> with, Figures<MemoryFigure> freshWith) {
    private static final double OVERHEAD_MAX = 26;
    private static final double OVERHEAD_WITH_TTL_MAX = 34;
    private static final double HEAP_MIB_MAX = 64;
    private static final double LEFT_RATIO_MAX = 1.3;
    private static final double EMPTY_RATIO_MAX = 1.2;
    private static final double FREEZE_MICROS_MAX = 1000;
    private static final int OWN_BYTES = MemoryProbe.KEY_BYTES + MemoryProbe.VALUE_BYTES;

    private static final String MEBIBYTES = "%,.1f MiB";
    private static final String PER_KEY = "%.1f B";
    private static final String RATIO = "%.2f";
    private static final String MICROS = "%,.1f us";

    String text() {
        var table = new StringBuilder(String.format(Locale.ROOT,
                "%,.0f keys of %d bytes with values of %d; %d freezes, %,d writes after each.%n%n",
                without.of(MemoryFigure.KEYS), MemoryProbe.KEY_BYTES, MemoryProbe.VALUE_BYTES,
                freezes, MemoryProbe.WRITES_AFTER_FREEZE));
        table.append("| | without TTL | with TTL | promise |\n|---|---:|---:|---|\n");
        double overhead = overhead(without, MemoryFigure.RESIDENT);
        double overheadWith = overhead(with, MemoryFigure.RESIDENT);
        row(table, "**growth of resident memory per key**, beyond its own bytes", PER_KEY, overhead,
                overheadWith, "under 26 B, with TTL 34 B",
                overhead < OVERHEAD_MAX && overheadWith < OVERHEAD_WITH_TTL_MAX);
        row(table, "the same after full collections", PER_KEY,
                overhead(without, MemoryFigure.RESIDENT_COLLECTED),
                overhead(with, MemoryFigure.RESIDENT_COLLECTED));
        row(table, "native memory taken per key, beyond its own bytes", PER_KEY,
                overhead(without, MemoryFigure.COMMITTED), overhead(with, MemoryFigure.COMMITTED));
        row(table, "native memory in use per key, beyond its own bytes", PER_KEY,
                overhead(without, MemoryFigure.USED), overhead(with, MemoryFigure.USED));
        row(table, "native memory taken and heap per key, the worst on the way there", PER_KEY,
                without.of(MemoryFigure.OVERHEAD_ON_THE_WAY),
                with.of(MemoryFigure.OVERHEAD_ON_THE_WAY));
        below(table, "**heap in use** after full collections", MEBIBYTES,
                mebibytes(without, MemoryFigure.HEAP), mebibytes(with, MemoryFigure.HEAP),
                HEAP_MIB_MAX);
        row(table, "resident memory before the store was opened", MEBIBYTES,
                mebibytes(without, MemoryFigure.RESIDENT_AT_START),
                mebibytes(with, MemoryFigure.RESIDENT_AT_START));
        row(table, "growth of resident memory, a random 90 % deleted", MEBIBYTES,
                mebibytes(without, MemoryFigure.RESIDENT_LEFT),
                mebibytes(with, MemoryFigure.RESIDENT_LEFT));
        below(table, "**that over the growth of a fresh store** of the rest", RATIO,
                left(without, freshWithout), left(with, freshWith), LEFT_RATIO_MAX);
        row(table, "growth of resident memory, all deleted", MEBIBYTES,
                mebibytes(without, MemoryFigure.RESIDENT_EMPTY),
                mebibytes(with, MemoryFigure.RESIDENT_EMPTY));
        below(table, "**resident memory then over that before the store**", RATIO, empty(without),
                empty(with), EMPTY_RATIO_MAX);
        row(table, "**freeze**, median", MICROS, without.of(MemoryFigure.FREEZE_MEDIAN),
                with.of(MemoryFigure.FREEZE_MEDIAN));
        below(table, "freeze, longest", MICROS, without.of(MemoryFigure.FREEZE_MAX),
                with.of(MemoryFigure.FREEZE_MAX), FREEZE_MICROS_MAX);
        row(table, "freeze, the first of a JVM, which loads classes", MICROS,
                without.of(MemoryFigure.FREEZE_FIRST),
                with.of(MemoryFigure.FREEZE_FIRST));
        row(table, "first write after a freeze, median", MICROS,
                without.of(MemoryFigure.WRITE_MEDIAN), with.of(MemoryFigure.WRITE_MEDIAN));
        row(table, "first write after a freeze, longest", MICROS,
                without.of(MemoryFigure.WRITE_MAX), with.of(MemoryFigure.WRITE_MAX));
        double allocated = without.of(MemoryFigure.WRITES_ALLOCATED);
        double allocatedWith = with.of(MemoryFigure.WRITES_ALLOCATED);
        row(table, "**heap allocated** by the first 1,000 writes after a freeze, most", "%,.0f B",
                allocated, allocatedWith, "0 B", allocated == 0 && allocatedWith == 0);
        return table.toString();
    }

    private static double overhead(Figures<MemoryFigure> figures, MemoryFigure bytes) {
        return figures.of(bytes) / figures.of(MemoryFigure.KEYS) - OWN_BYTES;
    }

    private static double mebibytes(Figures<MemoryFigure> figures, MemoryFigure bytes) {
        return figures.of(bytes) / 0x1p20;
    }

    private static double left(Figures<MemoryFigure> figures, Figures<MemoryFigure> fresh) {
        return figures.of(MemoryFigure.RESIDENT_LEFT) / fresh.of(MemoryFigure.RESIDENT);
    }

    private static double empty(Figures<MemoryFigure> figures) {
        return 1 + figures.of(MemoryFigure.RESIDENT_EMPTY)
                / figures.of(MemoryFigure.RESIDENT_AT_START);
    }

    private static void row(
            StringBuilder table, String name, String format, double one, double other) {
        table.append(String.format(Locale.ROOT,
                "| %s | " + format + " | " + format + " | |%n", name, one, other));
    }

    private static void below(StringBuilder table, String name, String format, double one,
            double other, double most) {
        row(table, name, format, one, other,
                String.format(Locale.ROOT, "under " + format, most), Math.max(one, other) < most);
    }

    private static void row(StringBuilder table, String name, String format, double one,
            double other, String promise, boolean met) {
        table.append(String.format(Locale.ROOT,
                "| %s | " + format + " | " + format + " | %s: %s |%n", name, one, other, promise,
                met ? "met" : "missed"));
    }
}
