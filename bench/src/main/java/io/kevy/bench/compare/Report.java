package io.kevy.bench.compare;

import io.kevy.bench.Samples;
import java.util.List;
import java.util.Locale;

/** The tables of a comparison, in Markdown. Every figure is a median with the smallest and the largest round beside it. */
final class Report {
    private final List<String> servers;
    private final List<Case> cases;

    /** @param servers names, that of our own server first */
    Report(List<String> servers, List<Case> cases) {
        this.servers = servers;
        this.cases = cases;
    }

    String tables() {
        return figures() + (servers.size() > 1 ? "\n" + ratios() : "");
    }

    private String figures() {
        var table = new StringBuilder("""
                | | server | CPU us/request | requests/s | p50 us | p99 us | p99.9 us |
                |---|---|---:|---:|---:|---:|---:|
                """);
        for (var one : cases) {
            for (int i = 0; i < servers.size(); i++) {
                var series = one.series().get(i);
                row(table, one.title(), servers.get(i), series.cpuMicros().text("%.2f"),
                        series.requestsPerSecond().text("%,.0f"),
                        series.p50Micros().text("%,.0f"), series.p99Micros().text("%,.0f"),
                        series.p999Micros().text("%,.0f"));
            }
        }
        return table.toString();
    }

    private String ratios() {
        var table = new StringBuilder(String.format(Locale.ROOT, """
                | %s over | | CPU per request | promise | requests/s | p50 | p99 | p99.9 |
                |---|---|---:|---|---:|---:|---:|---:|
                """, servers.getFirst()));
        for (int i = 1; i < servers.size(); i++) {
            for (var one : cases) {
                var ours = one.series().getFirst();
                var theirs = one.series().get(i);
                var cpu = ours.cpuMicros().over(theirs.cpuMicros());
                row(table, servers.get(i), one.title(), cpu.text("%.2f"),
                        promise(one.pipeline(), cpu.median()),
                        ours.requestsPerSecond().over(theirs.requestsPerSecond()).text("%.2f"),
                        ours.p50Micros().over(theirs.p50Micros()).text("%.2f"),
                        ours.p99Micros().over(theirs.p99Micros()).text("%.2f"),
                        ours.p999Micros().over(theirs.p999Micros()).text("%.2f"));
            }
        }
        return table.toString();
    }

    private static String promise(int pipeline, double cpuRatio) {
        double most = switch (pipeline) {
            case 1 -> 0.92;
            case 16 -> 0.5;
            case 64 -> 0.33;
            default -> 0;
        };
        return most == 0
                ? ""
                : String.format(Locale.ROOT, "at most %.2f: %s", most,
                        cpuRatio <= most ? "met" : "missed");
    }

    /**
     * What servers do after their start.
     *
     * @param ours how many of the servers, the first ones, are our own; the first of all is held to the promise
     */
    static String startTable(List<String> servers, int ours, List<Samples> served,
            List<Samples> ready) {
        var table = new StringBuilder("""
                | on two cores, after the start | requests served in the first 3 s | ready after ms |
                |---|---:|---:|
                """);
        double slowest = Double.MAX_VALUE;
        for (int i = 0; i < servers.size(); i++) {
            row(table, servers.get(i), served.get(i).text("%,.0f"), ready.get(i).text("%,.0f"));
            slowest = i < ours ? slowest : Math.min(slowest, served.get(i).median());
        }
        if (servers.size() > ours) {
            double first = served.getFirst().median();
            table.append(String.format(Locale.ROOT,
                    "%nPromise: at least as many as the slowest of the others (%,.0f): %s.%n",
                    slowest, first >= slowest ? "met" : "missed"));
        }
        return table.toString();
    }

    /** How much more a request costs where its key may be on either of two shards. */
    String spreadTable() {
        var table = new StringBuilder("""
                | keys over two shards | CPU us/request, one shard | two shards | ratio | promise |
                |---|---:|---:|---:|---|
                """);
        for (var one : cases) {
            var single = one.series().get(0).cpuMicros();
            var spread = one.series().get(1).cpuMicros();
            var ratio = spread.over(single);
            row(table, one.title(), single.text("%.2f"), spread.text("%.2f"), ratio.text("%.2f"),
                    "at most 1.30: " + (ratio.median() <= 1.3 ? "met" : "missed"));
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
