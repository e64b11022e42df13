package io.kevy.bench.compare;

import io.kevy.bench.load.KeyFiller;
import io.kevy.bench.load.LoadGenerator;
import io.kevy.bench.load.LoadPlan;
import io.kevy.bench.load.Operation;
import io.kevy.bench.server.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All runs in their order: first every server is filled and warmed up, then round by round, case by case, server by server in
 * turn, so that what the machine does beside hits all of them. All servers but the one at work are stopped.
 */
final class Comparison {
    private final ComparePlan plan;
    private final RedisBenchmark benchmark;
    private final List<RunningServer> servers;
    private final List<Case> cases = new ArrayList<>();

    /** @param servers started, in the order of the report, all at work */
    Comparison(ComparePlan plan, RedisBenchmark benchmark, List<RunningServer> servers) {
        this.plan = plan;
        this.benchmark = benchmark;
        this.servers = servers;
        for (int pipeline : plan.pipelines()) {
            for (var operation : List.of(Operation.SET, Operation.GET)) {
                cases.add(Case.of(operation, pipeline, servers.size()));
            }
        }
    }

    /** Measures, and answers all cases with their figures. */
    List<Case> run() throws IOException, InterruptedException {
        for (var server : servers) {
            server.pause();
        }
        for (var server : servers) {
            progress("warming up " + server.name());
            server.resume();
            warmUp(server);
            server.pause();
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (var one : cases) {
                progress("round " + (round + 1) + " of " + plan.rounds() + ", " + one.title());
                for (int turn = 0; turn < servers.size(); turn++) {
                    int number = (round + turn) % servers.size();
                    var server = servers.get(number);
                    server.resume();
                    measure(server, one, one.series().get(number));
                    server.pause();
                }
            }
        }
        return cases;
    }

    /** The same runs as later, so that a JVM has compiled what will be measured, and every key is there. */
    private void warmUp(RunningServer server) throws IOException, InterruptedException {
        for (int pass = 0; pass < plan.warmUpPasses(); pass++) {
            for (var one : cases) {
                var load = load(server, one);
                benchmark.run(load, plan.requests(one.pipeline()));
                LoadGenerator.run(load);
            }
        }
        var load = load(server, cases.getFirst());
        KeyFiller.fill(load.server(), load.keys(), load.valueBytes());
    }

    private void measure(RunningServer server, Case one, Series figures)
            throws IOException, InterruptedException {
        var load = load(server, one);
        int requests = plan.requests(one.pipeline());
        double cpuBefore = server.cpuSeconds();
        figures.requestsPerSecond().add(benchmark.run(load, requests));
        figures.cpuMicros().add((server.cpuSeconds() - cpuBefore) * 1e6 / requests);
        var waiting = LoadGenerator.run(load);
        figures.p50Micros().add(waiting.quantileMicros(0.5));
        figures.p99Micros().add(waiting.quantileMicros(0.99));
        figures.p999Micros().add(waiting.quantileMicros(0.999));
    }

    private LoadPlan load(RunningServer server, Case one) {
        return LoadPlan.standard(server.address(), one.operation()).withPipeline(one.pipeline())
                .withSeconds(plan.latencySeconds() / 4, plan.latencySeconds());
    }

    private static void progress(String text) {
        System.err.println(text);
    }
}
