package io.kevy.bench.embedded;

import io.kevy.bench.KeyBytes;

/**
 * A map from keys of 16 bytes to values of 64, in whatever way a contender does it. Key and value are handed over in two arrays
 * that are used again and again, so a map that need not copy does not.
 *
 * <p>One thread, while another walks a {@link Snapshot}.
 */
abstract class ByteMap implements AutoCloseable {
    static final int VALUE_BYTES = 64;

    /** The key that {@link #put} and {@link #get} are about. */
    final KeyBytes key = new KeyBytes();

    /** What {@link #put} puts and {@link #get} got. */
    final byte[] value = new byte[VALUE_BYTES];

    /** Gives the key the value. */
    abstract void put();

    /** Copies the value of the key; false when it is not there. */
    abstract boolean get();

    /**
     * All entries as they are now, or, where there is no such thing, as they are when one comes by.
     */
    abstract Snapshot snapshot();

    @Override
    public abstract void close();
}
