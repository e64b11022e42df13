package io.kevy.store.memory;

/**
 * Keeps one structure as it is now, while everything else is changed and freed as ever: a hold that
 * costs what is changed of that structure, however long it lasts.
 *
 * <p>Whoever changes the structure does so between {@link Memory#begin(Guard)} and {@link
 * Memory#end()}: blocks made before the guard are copied first, and wait in the guard until {@link
 * Memory#release}. Whoever gives the structure up as a whole waits for that too.
 */
public final class Guard {
    final int epoch;
    final ParkedBlocks parked;

    Guard(int epoch, ParkedBlocks parked) {
        this.epoch = epoch;
        this.parked = parked;
    }
}
