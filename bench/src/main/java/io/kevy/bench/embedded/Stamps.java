package io.kevy.bench.embedded;

import io.kevy.bench.KeyBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Values that say when they were written, by a stamp at either end, and a visitor that holds a walk against that: it is that
 * of a consistent snapshot if it shows every key once, and only values with the stamp of before.
 */
final class Stamps implements Snapshot.Visitor {
    static final long BEFORE = 1;
    static final long AFTER = 2;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LAST = ByteMap.VALUE_BYTES - Long.BYTES;
    private static final int DIGITS_FROM = 4;

    private long entries;
    private long sumOfNumbers;
    private boolean allFromBefore = true;

    /** Writes the stamp. */
    static void write(byte[] value, long stamp) {
        LONG.set(value, 0, stamp);
        LONG.set(value, LAST, stamp);
    }

    @Override
    public void entry(byte[] key, byte[] value) {
        entries++;
        sumOfNumbers += number(key);
        allFromBefore &= (long) LONG.get(value, 0) == BEFORE
                && (long) LONG.get(value, LAST) == BEFORE;
    }

    private static long number(byte[] key) {
        long number = 0;
        for (int i = DIGITS_FROM; i < KeyBytes.LENGTH; i++) {
            number = 10 * number + key[i] - '0';
        }
        return number;
    }

    /** Whether it was that of a consistent snapshot of the keys of numbers 0 to {@code expected - 1}. */
    boolean consistent(long expected) {
        return allFromBefore && entries == expected
                && sumOfNumbers == expected * (expected - 1) / 2;
    }
}
