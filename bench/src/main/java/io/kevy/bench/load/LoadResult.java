package io.kevy.bench.load;

import java.util.Locale;

/**
 * What a load found.
 *
 * @param requests requests answered while it counted
 * @param nanos how long it counted
 * @param latency from the moment a batch was handed to the socket to the moment a reply of it was read, for each reply
 */
public record LoadResult(long requests, long nanos, LatencyHistogram latency) {
    public double requestsPerSecond() {
        return requests * 1e9 / nanos;
    }

    /** A quantile in microseconds. */
    public double quantileMicros(double share) {
        return latency.quantileNanos(share) / 1e3;
    }

    /** All of it in one line. */
    public String line() {
        return String.format(Locale.ROOT,
                "%,.0f requests/s, p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f us",
                requestsPerSecond(), quantileMicros(0.5), quantileMicros(0.99),
                quantileMicros(0.999), latency.maxNanos() / 1e3);
    }
}
