package io.kevy.store.memory;

/** Takes one block of a discarded structure apart. */
@FunctionalInterface
public interface Dismantler {
    /**
     * Hands what the block refers to on to {@link Memory#free(long, int)} and frees the block
     * itself. Costs no more than a few microseconds: what is below the block is not visited.
     */
    void dismantle(long address);
}
