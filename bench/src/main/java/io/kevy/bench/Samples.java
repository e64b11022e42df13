package io.kevy.bench;

import java.util.Arrays;
import java.util.Locale;

/** Figures of equal runs, in the order they were taken. One thread. */
public final class Samples {
    private double[] values = new double[8];
    private int count;

    public void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    public int count() {
        return count;
    }

    public double median() {
        double[] sorted = sorted();
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    public double min() {
        return sorted()[0];
    }

    public double max() {
        return sorted()[count - 1];
    }

    private double[] sorted() {
        if (count == 0) {
            throw new IllegalStateException("no sample was taken");
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Each sample divided by that of the same run in {@code other}. */
    public Samples over(Samples other) {
        if (count != other.count) {
            throw new IllegalArgumentException(count + " samples over " + other.count);
        }
        var ratios = new Samples();
        for (int i = 0; i < count; i++) {
            ratios.add(values[i] / other.values[i]);
        }
        return ratios;
    }

    /** "1.23 (1.20..1.31)": median, smallest and largest, each in this format. */
    public String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + ".." + format + ")", median(),
                min(), max());
    }
}
