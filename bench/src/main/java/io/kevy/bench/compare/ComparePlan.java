package io.kevy.bench.compare;

import io.kevy.bench.Options;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often everything is measured
 * @param requests requests of one run without pipeline; runs with one have up to sixteen times as many, since a request
 *     costs a fraction there
 * @param pipelines requests sent at once, one case each
 * @param warmUpPasses how often every case is run before anything counts
 * @param latencySeconds how long one run measures waiting
 * @param quick whether this is a trial, whose figures are not to be kept
 */
record ComparePlan(int rounds, int requests, List<Integer> pipelines, int warmUpPasses,
        double latencySeconds, boolean quick) {
    private static final int REQUESTS_FACTOR_MAX = 16;

    static ComparePlan of(Options options) {
        boolean quick = options.given("quick");
        return new ComparePlan(options.count("rounds", quick ? 1 : 5),
                options.count("requests", quick ? 40_000 : 200_000),
                options.counts("pipelines", List.of(1, 16, 64)), quick ? 1 : 3,
                options.number("latency-seconds", quick ? 0.2 : 2), quick);
    }

    /** The same with other pipelines. */
    ComparePlan withPipelines(List<Integer> others) {
        return new ComparePlan(rounds, requests, others, warmUpPasses, latencySeconds, quick);
    }

    /** Requests of one run with this pipeline. */
    int requests(int pipeline) {
        return Math.multiplyExact(requests, Math.min(pipeline, REQUESTS_FACTOR_MAX));
    }
}
