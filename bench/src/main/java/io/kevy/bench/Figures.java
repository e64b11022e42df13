package io.kevy.bench;

import java.io.IOException;
import java.util.EnumMap;

/**
 * A number for each name of an enum: what one JVM measured and prints, a line each, for the one that started it. One thread.
 *
 * @param <E> the names
 */
public final class Figures<E extends Enum<E>> {
    private final Class<E> names;
    private final EnumMap<E, Double> values;

    /** None yet. */
    public Figures(Class<E> names) {
        this.names = names;
        this.values = new EnumMap<>(names);
    }

    public void put(E name, double value) {
        values.put(name, value);
    }

    public void put(E name, long value) {
        put(name, (double) value);
    }

    /**
     * The number of a name.
     *
     * @throws IllegalStateException when there is none
     */
    public double of(E name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not measured");
        }
        return value;
    }

    /** Name and number of each, for {@link #parse}. */
    public String lines() {
        var lines = new StringBuilder();
        values.forEach(
                (name, value) -> lines.append(name.name()).append(' ').append(value).append('\n'));
        return lines.toString();
    }

    /**
     * The figures of {@link #lines}, other lines between them left out.
     *
     * @throws IOException when one of the names is missing
     */
    public static <E extends Enum<E>> Figures<E> parse(Class<E> names, String lines)
            throws IOException {
        var figures = new Figures<>(names);
        for (String line : lines.split("\n", -1)) {
            for (E name : names.getEnumConstants()) {
                String begin = name.name() + " ";
                if (line.startsWith(begin)) {
                    figures.put(name, Double.parseDouble(line.substring(begin.length())));
                }
            }
        }
        figures.requireAll();
        return figures;
    }

    private void requireAll() throws IOException {
        for (E name : names.getEnumConstants()) {
            if (!values.containsKey(name)) {
                throw new IOException(name + " was not told");
            }
        }
    }
}
