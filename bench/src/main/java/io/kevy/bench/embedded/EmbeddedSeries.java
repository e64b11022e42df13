package io.kevy.bench.embedded;

import io.kevy.bench.Figures;
import io.kevy.bench.Samples;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a contender did with so many entries, a sample per round, or why it did nothing. One thread. */
final class EmbeddedSeries {
    private final Contender contender;
    private final int entries;
    private final Map<EmbeddedFigure, Samples> samples = new EnumMap<>(EmbeddedFigure.class);
    private @Nullable String failure;

    EmbeddedSeries(Contender contender, int entries) {
        this.contender = contender;
        this.entries = entries;
        for (var figure : EmbeddedFigure.values()) {
            samples.put(figure, new Samples());
        }
    }

    Contender contender() {
        return contender;
    }

    int entries() {
        return entries;
    }

    /** The figures of a round. */
    void add(Figures<EmbeddedFigure> round) {
        samples.forEach((figure, series) -> series.add(round.of(figure)));
    }

    /** It does not run; what it did in earlier rounds does not count. */
    void fail(String reason) {
        failure = reason;
    }

    /** Why it does not run, null when it does. */
    @Nullable String failure() {
        return failure;
    }

    Samples of(EmbeddedFigure figure) {
        return samples.getOrDefault(figure, new Samples());
    }
}
