package io.kevy.store;

import org.jspecify.annotations.Nullable;

/**
 * The directories of a table by the first 8 bits of the hash, made when first needed. The fan-out
 * is fixed, so that copying a root, or one of its directories, after a freeze takes microseconds
 * however many keys there are.
 */
final class Root {

    static final int BITS = 8;
    static final int FAN_OUT = 1 << BITS;
    static final long HEAP_BYTES = 24 + 16 + FAN_OUT * Integer.BYTES;

    /**
     * The root of every empty table. No writer owns epoch 0, so it is copied before the first
     * write.
     */
    static final Root EMPTY = new Root(0, new Directory[FAN_OUT]);

    final int epoch;
    private final @Nullable Directory[] directories;

    private Root(int epoch, @Nullable Directory[] directories) {
        this.epoch = epoch;
        this.directories = directories;
    }

    Root(Root source, int epoch) {
        this(epoch, source.directories.clone());
    }

    static int index(long hash) {
        return (int) (hash >>> (Long.SIZE - BITS));
    }

    @Nullable Directory directory(int index) {
        return directories[index];
    }

    void place(int index, @Nullable Directory directory) {
        directories[index] = directory;
    }
}
