package io.kevy.replicate;

import java.util.random.RandomGenerator;

/**
 * How long a {@link ReplicaClient} waits before it connects again: a delay that doubles with every
 * failure in a row, shortened by a random part so that many clients do not come back at once.
 *
 * @param firstDelayMillis the delay after the first failure
 * @param delayMillisMax the longest delay
 * @param jitter from 0 to 1: the part of a delay that is left to chance
 * @param attemptsMax failures in a row after which the client gives up
 * @param random where the chance comes from; used by the client's thread only
 */
public record ReconnectPolicy(
        long firstDelayMillis,
        long delayMillisMax,
        double jitter,
        int attemptsMax,
        RandomGenerator random) {
    public ReconnectPolicy {
        if (firstDelayMillis < 0 || delayMillisMax < firstDelayMillis) {
            throw new IllegalArgumentException(
                    "delays from " + firstDelayMillis + " to " + delayMillisMax + " ms");
        }
        if (!(jitter >= 0 && jitter <= 1) || attemptsMax < 1) {
            throw new IllegalArgumentException("jitter " + jitter + ", attempts " + attemptsMax);
        }
    }

    /** 100 ms to 10 s, half of it left to chance, for ever. */
    public static ReconnectPolicy standard(RandomGenerator random) {
        return new ReconnectPolicy(100, 10_000, 0.5, Integer.MAX_VALUE, random);
    }

    /**
     * The delay before the next attempt.
     *
     * @param failures failures in a row so far, at least 1
     */
    long delayMillis(int failures) {
        long delay = firstDelayMillis;
        for (int i = 1; i < failures && delay < delayMillisMax; i++) {
            delay = delay > delayMillisMax / 2 ? delayMillisMax : delay * 2;
        }
        return (long) (delay * (1 - jitter * random.nextDouble()));
    }
}
