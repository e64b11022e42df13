package io.kevy.store.tree;

import java.util.function.LongConsumer;

/** Runs simulations: {@code -Dkevy.sim.seed} runs one seed, {@code -Dkevy.sim.seeds} so many. */
final class Seeds {
    private Seeds() {}

    /** Runs with the seeds from 0 on; a failure tells its seed. */
    static void run(int count, LongConsumer simulation) {
        long first = Long.getLong("kevy.sim.seed", 0);
        long end = Long.getLong("kevy.sim.seed", Integer.getInteger("kevy.sim.seeds", count) - 1L);
        for (long seed = first; seed <= end; seed++) {
            try {
                simulation.accept(seed);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
