package io.kevy.bench;

/** Numbers from a xorshift generator: a few nanoseconds each, no allocation, the same sequence for a seed. */
public final class RandomNumbers {
    private long state;

    public RandomNumbers(long seed) {
        state = (seed * 0x9E3779B97F4A7C15L) | 1;
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) (((state >>> 32) * bound) >>> 32);
    }
}
