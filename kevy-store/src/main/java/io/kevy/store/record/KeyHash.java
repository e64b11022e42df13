package io.kevy.store.record;

import java.lang.foreign.MemorySegment;

/**
 * The keyed 64-bit hash of a key: two 8-byte words at a time are multiplied to 128 bits and folded,
 * in the manner of wyhash. Every word is mixed with a secret first, so that without the seed nobody
 * can choose keys that collide.
 */
public final class KeyHash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long ODD_1 = 0xBF58476D1CE4E5B9L;
    private static final long ODD_2 = 0x94D049BB133111EBL;

    private final long start;
    private final long even;
    private final long odd;
    private final long end;
    private final long mask;

    public KeyHash(long seed) {
        this(seed, -1L);
    }

    /** A hash that keeps only the bits of the mask, so that a test gets collisions. */
    public KeyHash(long seed, long mask) {
        long state = seed + GOLDEN;
        start = scramble(state);
        state += GOLDEN;
        even = scramble(state);
        state += GOLDEN;
        odd = scramble(state);
        state += GOLDEN;
        end = scramble(state);
        this.mask = mask;
    }

    /** The hash of the bytes, wherever they lie. */
    public long of(MemorySegment memory, long from, int length) {
        long hash = start;
        long at = from;
        int rest = length;
        for (; rest > 16; rest -= 16, at += 16) {
            hash = fold(
                    memory.get(Words.LONG, at) ^ even, memory.get(Words.LONG, at + 8) ^ odd ^ hash);
        }
        long a = 0;
        long b = 0;
        if (rest >= 8) {
            a = memory.get(Words.LONG, at);
            b = memory.get(Words.LONG, at + rest - 8);
        } else if (rest >= 4) {
            a = memory.get(Words.INT, at);
            b = memory.get(Words.INT, at + rest - 4);
        } else if (rest > 0) {
            a = tail(
                    memory.get(Words.BYTE, at),
                    memory.get(Words.BYTE, at + (rest >> 1)),
                    memory.get(Words.BYTE, at + rest - 1));
        }
        return fold(fold(a ^ even, b ^ odd ^ hash) ^ length, end) & mask;
    }

    /** One to three bytes as one number: first, middle and last. */
    private static long tail(byte first, byte middle, byte last) {
        return ((first & 0xFFL) << 16) | ((middle & 0xFFL) << 8) | (last & 0xFFL);
    }

    private static long fold(long x, long y) {
        return (x * y) ^ Math.unsignedMultiplyHigh(x, y);
    }

    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * ODD_1;
        mixed = (mixed ^ (mixed >>> 27)) * ODD_2;
        return mixed ^ (mixed >>> 31);
    }
}
