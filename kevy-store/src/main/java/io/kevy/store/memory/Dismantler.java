package io.kevy.store.memory;

/** Takes one block of a discarded structure apart. */
@FunctionalInterface
public interface Dismantler {
    /**
     * Hands what the block refers to on to {@link Memory#free(long, int)}, then frees the block
     * itself as {@link Memory#PLAIN}. Costs no more than a few microseconds: what is below the block
     * is not visited. Called again from within {@code free} when memory is out, as deep as the
     * structure is high.
     */
    void dismantle(long address);
}
