package io.kevy.bench.compare;

import io.kevy.bench.Samples;

/**
 * The figures of one server in one case, a sample per round.
 *
 * @param cpuMicros CPU of the server per request, under redis-benchmark
 * @param requestsPerSecond under redis-benchmark
 * @param p50Micros what half of the requests of the load generator wait at most
 * @param p99Micros what 99 % wait at most
 * @param p999Micros what 99.9 % wait at most
 */
record Series(Samples cpuMicros, Samples requestsPerSecond, Samples p50Micros, Samples p99Micros,
        Samples p999Micros) {
    Series() {
        this(new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
    }
}
