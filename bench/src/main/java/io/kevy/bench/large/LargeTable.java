package io.kevy.bench.large;

import io.kevy.bench.Samples;
import java.util.Locale;

/** What operations on a large string take, in Markdown. One thread. */
final class LargeTable {
    private static final double MICROS_MAX = 1000;

    private final StringBuilder text = new StringBuilder("""
            | | median us | longest us | with a view: median us | longest us | promise |
            |---|---:|---:|---:|---:|---|
            """);

    /** A row. */
    void add(LargeOperation operation, Samples without, Samples withView) {
        text.append(String.format(Locale.ROOT,
                "| %s | %,.1f | %,.1f | %,.1f | %,.1f | under 1,000 us: %s |%n", operation.title(),
                without.median(), without.max(), withView.median(), withView.max(),
                Math.max(without.max(), withView.max()) < MICROS_MAX ? "met" : "missed"));
    }

    String text() {
        return text.toString();
    }
}
