package io.kevy.bench.load;

import java.util.Arrays;

/**
 * Counts durations in buckets whose width grows with the duration, so that every one is known to within 1 %, from a
 * nanosecond to the longest long, in 59 KiB. Recording takes a few instructions and allocates nothing. One thread.
 *
 * <p>Layout: durations below 128 have a bucket each; above, each doubling has 128 of equal width.
 */
public final class LatencyHistogram {
    private static final int SUB_BITS = 7;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    private static final int DOUBLINGS = Long.SIZE - 1 - SUB_BITS;

    private final long[] counts = new long[(DOUBLINGS + 1) << SUB_BITS];
    private long count;
    private long maxNanos;

    /** Counts a duration; one below zero, of a clock that went back, as zero. */
    public void record(long nanos) {
        long duration = Math.max(0, nanos);
        counts[bucket(duration)]++;
        count++;
        maxNanos = Math.max(maxNanos, duration);
    }

    private static int bucket(long duration) {
        if (duration < SUB_BUCKETS) {
            return (int) duration;
        }
        int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(duration);
        return (shift << SUB_BITS) + (int) (duration >>> shift);
    }

    /** The longest duration of a bucket. */
    private static long longest(int bucket) {
        if (bucket < 2 * SUB_BUCKETS) {
            return bucket;
        }
        int shift = (bucket >>> SUB_BITS) - 1;
        long first = (long) (bucket - (shift << SUB_BITS)) << shift;
        return first + (1L << shift) - 1;
    }

    public long count() {
        return count;
    }

    /** The longest duration, exactly; 0 when there is none. */
    public long maxNanos() {
        return maxNanos;
    }

    /**
     * The shortest duration that at least this share of all do not exceed, up to 1 % too long; 0 when there is none.
     *
     * @param share 0.5 for the median, 0.99 for p99
     */
    public long quantileNanos(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Math.min(maxNanos, longest(bucket));
            }
        }
        return maxNanos;
    }

    public void clear() {
        Arrays.fill(counts, 0);
        count = 0;
        maxNanos = 0;
    }
}
