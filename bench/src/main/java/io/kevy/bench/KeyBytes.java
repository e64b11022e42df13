package io.kevy.bench;

import java.nio.charset.StandardCharsets;

/**
 * The 16-byte keys {@code key:000000000000} to {@code key:999999999999}, one at a time in one array: those of
 * {@code redis-benchmark -r}, so that both load generators meet the same keys. Allocates nothing.
 */
public final class KeyBytes {
    /** Bytes of a key. */
    public static final int LENGTH = 16;

    private static final int PREFIX = 4;

    private final byte[] bytes = "key:000000000000".getBytes(StandardCharsets.US_ASCII);

    /** The key of number 0 or of the last {@link #number}; always the same array. */
    public byte[] bytes() {
        return bytes;
    }

    /** Makes the array the key of this number, 0 to 10^12 - 1. */
    public byte[] number(long number) {
        write(number, bytes, 0);
        return bytes;
    }

    /** Writes the key of this number into 16 bytes from {@code at} on that hold a key already. */
    public static void write(long number, byte[] target, int at) {
        long rest = number;
        for (int i = at + LENGTH - 1; i >= at + PREFIX; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
