package io.kevy.rt.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds few steps that still show a difference: first a short tail, then without what it can spare. */
final class Shrinker {
    /** Runs steps from an empty server. */
    interface Trial {
        boolean fails(List<Twins.Step> steps) throws IOException;
    }

    private static final int TAIL_MAX = 20_000;
    private static final int TRIALS_MAX = 2_000;

    private final Trial trial;
    private int trials;

    Shrinker(Trial trial) {
        this.trial = trial;
    }

    /** The steps found, none when the difference does not come back. */
    List<Twins.Step> shrink(List<Twins.Step> history) throws IOException {
        for (int tail = 10;; tail *= 4) {
            int length = Math.min(tail, history.size());
            var steps = new ArrayList<>(history.subList(history.size() - length, history.size()));
            if (trial.fails(steps)) {
                return spare(steps);
            }
            if (length == history.size() || tail > TAIL_MAX) {
                return List.of();
            }
        }
    }

    private List<Twins.Step> spare(List<Twins.Step> steps) throws IOException {
        for (int chunk = Math.max(1, steps.size() / 2);; chunk /= 2) {
            for (int from = 0; from < steps.size() && trials < TRIALS_MAX;) {
                var fewer = new ArrayList<>(steps.subList(0, from));
                fewer.addAll(steps.subList(Math.min(steps.size(), from + chunk), steps.size()));
                trials++;
                if (trial.fails(fewer)) {
                    steps = fewer;
                } else {
                    from += chunk;
                }
            }
            if (chunk == 1) {
                return steps;
            }
        }
    }
}
