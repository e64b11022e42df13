package io.kevy.bench.memory;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a probe found; sizes in bytes, durations in microseconds.
 *
 * @param keys number of keys in the store, of 16 bytes with values of 64
 * @param used native memory that holds records
 * @param committed native memory taken from the operating system
 * @param heapRetained growth of the heap in use, measured after full collections
 * @param tables heap that the store says it uses
 * @param resident growth of the process's resident memory, after a full collection
 * @param residentPeak the same before that collection, with the garbage of filling
 * @param worstOverhead most bytes per key beyond its own seen while the last nine tenths of the keys came, by the store's
 *     own count
 * @param freezeFirst first freeze of the JVM, which loads classes; not counted in the others
 * @param freezeMedian median of the freezes
 * @param freezeMax longest freeze
 * @param writeMedian median of the writes that followed a freeze each
 * @param writeMax longest of these
 */
record MemoryFigures(double keys, double used, double committed, double heapRetained,
        double tables, double resident, double residentPeak, double worstOverhead,
        double freezeFirst, double freezeMedian, double freezeMax, double writeMedian,
        double writeMax) {
    private static final int OWN_BYTES = MemoryProbe.KEY_BYTES + MemoryProbe.VALUE_BYTES;

    /** Bytes per key beyond its own, when so many bytes hold all keys. */
    double overhead(double bytes) {
        return bytes / keys - OWN_BYTES;
    }

    /** Bytes per key beyond its own: native memory taken and heap retained. */
    double overhead() {
        return overhead(committed + heapRetained);
    }

    /** One line per figure, name and number, for {@link #parse}. */
    String lines() {
        var lines = new StringBuilder();
        line(lines, "keys", keys);
        line(lines, "used", used);
        line(lines, "committed", committed);
        line(lines, "heapRetained", heapRetained);
        line(lines, "tables", tables);
        line(lines, "resident", resident);
        line(lines, "residentPeak", residentPeak);
        line(lines, "worstOverhead", worstOverhead);
        line(lines, "freezeFirst", freezeFirst);
        line(lines, "freezeMedian", freezeMedian);
        line(lines, "freezeMax", freezeMax);
        line(lines, "writeMedian", writeMedian);
        line(lines, "writeMax", writeMax);
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, double value) {
        lines.append(name).append(' ').append(String.format(Locale.ROOT, "%.3f", value))
                .append('\n');
    }

    /**
     * The figures of {@link #lines}.
     *
     * @throws IOException when one is missing: the probe failed
     */
    static MemoryFigures parse(String lines) throws IOException {
        var values = new HashMap<String, Double>();
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                values.put(words[0], Double.valueOf(words[1]));
            }
        }
        return new MemoryFigures(value(values, "keys"), value(values, "used"),
                value(values, "committed"), value(values, "heapRetained"), value(values, "tables"),
                value(values, "resident"), value(values, "residentPeak"),
                value(values, "worstOverhead"), value(values, "freezeFirst"),
                value(values, "freezeMedian"), value(values, "freezeMax"),
                value(values, "writeMedian"), value(values, "writeMax"));
    }

    private static double value(Map<String, Double> values, String name) throws IOException {
        Double value = values.get(name);
        if (value == null) {
            throw new IOException("the probe did not tell \"" + name + "\"");
        }
        return value;
    }
}
