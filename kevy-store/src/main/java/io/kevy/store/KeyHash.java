package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * The keyed 64-bit hash of a key: two 8-byte words at a time are multiplied to 128 bits and folded,
 * in the manner of wyhash. Every word is mixed with a secret first, so that without the seed nobody
 * can choose keys that collide.
 *
 * <p>The two forms, over an array and over a page, give the same hash for the same bytes.
 */
final class KeyHash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long ODD_1 = 0xBF58476D1CE4E5B9L;
    private static final long ODD_2 = 0x94D049BB133111EBL;

    private final long start;
    private final long even;
    private final long odd;
    private final long end;
    private final long mask;

    KeyHash(long seed) {
        this(seed, -1L);
    }

    /** A hash that keeps only the bits of the mask, so that a test gets collisions. */
    KeyHash(long seed, long mask) {
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

    long of(byte[] key, int from, int length) {
        long hash = start;
        int at = from;
        int rest = length;
        for (; rest > 16; rest -= 16, at += 16) {
            hash = fold(longAt(key, at) ^ even, longAt(key, at + 8) ^ odd ^ hash);
        }
        long a = 0;
        long b = 0;
        if (rest >= 8) {
            a = longAt(key, at);
            b = longAt(key, at + rest - 8);
        } else if (rest >= 4) {
            a = intAt(key, at);
            b = intAt(key, at + rest - 4);
        } else if (rest > 0) {
            a = tail(key[at], key[at + (rest >> 1)], key[at + rest - 1]);
        }
        return finish(a, b, hash, length);
    }

    long of(MemorySegment page, long from, int length) {
        long hash = start;
        long at = from;
        int rest = length;
        for (; rest > 16; rest -= 16, at += 16) {
            hash = fold(page.get(Words.LONG, at) ^ even, page.get(Words.LONG, at + 8) ^ odd ^ hash);
        }
        long a = 0;
        long b = 0;
        if (rest >= 8) {
            a = page.get(Words.LONG, at);
            b = page.get(Words.LONG, at + rest - 8);
        } else if (rest >= 4) {
            a = page.get(Words.INT, at);
            b = page.get(Words.INT, at + rest - 4);
        } else if (rest > 0) {
            a = tail(
                    page.get(Words.BYTE, at),
                    page.get(Words.BYTE, at + (rest >> 1)),
                    page.get(Words.BYTE, at + rest - 1));
        }
        return finish(a, b, hash, length);
    }

    /** One to three bytes as one number: first, middle and last. */
    private static long tail(byte first, byte middle, byte last) {
        return ((first & 0xFFL) << 16) | ((middle & 0xFFL) << 8) | (last & 0xFFL);
    }

    private long finish(long a, long b, long hash, int length) {
        return fold(fold(a ^ even, b ^ odd ^ hash) ^ length, end) & mask;
    }

    private static long fold(long x, long y) {
        return (x * y) ^ Math.unsignedMultiplyHigh(x, y);
    }

    private static long longAt(byte[] bytes, int at) {
        return (long) Words.LONG_IN_ARRAY.get(bytes, at);
    }

    private static int intAt(byte[] bytes, int at) {
        return (int) Words.INT_IN_ARRAY.get(bytes, at);
    }

    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * ODD_1;
        mixed = (mixed ^ (mixed >>> 27)) * ODD_2;
        return mixed ^ (mixed >>> 31);
    }
}
