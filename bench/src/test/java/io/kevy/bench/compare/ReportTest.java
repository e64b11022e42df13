package io.kevy.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.bench.Samples;
import io.kevy.bench.load.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void figuresStandAsMediansAndRatiosAreTakenRoundByRound() {
        var one = Case.of(Operation.GET, 16, 2);
        add(one.series().get(0), 1, 3000);
        add(one.series().get(0), 2, 2000);
        add(one.series().get(0), 1.5, 1000);
        add(one.series().get(1), 2, 1500);
        add(one.series().get(1), 5, 1000);
        add(one.series().get(1), 2, 1000);
        assertEquals(
                """
                        | | server | CPU us/request | requests/s | p50 us | p99 us | p99.9 us |
                        |---|---|---:|---:|---:|---:|---:|
                        | GET -P 16 | kevy | 1.50 (1.00..2.00) | 2,000 (1,000..3,000) | 10 (10..10) | 20 (20..20) | 30 (30..30) |
                        | GET -P 16 | Redis 7 | 2.00 (2.00..5.00) | 1,000 (1,000..1,500) | 10 (10..10) | 20 (20..20) | 30 (30..30) |

                        | kevy over | | CPU per request | promise | requests/s | p50 | p99 | p99.9 |
                        |---|---|---:|---|---:|---:|---:|---:|
                        | Redis 7 | GET -P 16 | 0.50 (0.40..0.75) | at most 0.50: met | 2.00 (1.00..2.00) | 1.00 (1.00..1.00) | 1.00 (1.00..1.00) | 1.00 (1.00..1.00) |
                        """,
                new Report(List.of("kevy", "Redis 7"), List.of(one)).tables());
    }

    @Test
    void aServerAloneHasNoRatios() {
        var one = Case.of(Operation.SET, 1, 1);
        add(one.series().get(0), 1, 1000);
        assertFalse(new Report(List.of("kevy"), List.of(one)).tables().contains("over"));
    }

    @Test
    void theFirstOfOurServersIsHeldToTheSlowestOfTheOthers() {
        var served = List.of(samples(500), samples(900), samples(400), samples(800));
        var ready = List.of(samples(100), samples(90), samples(10), samples(20));
        var names = List.of("two", "one", "Redis", "Valkey");
        assertTrue(Report.startTable(names, 2, served, ready).contains("others (400): met."));
        served.getFirst().add(100);
        served.getFirst().add(100);
        assertTrue(Report.startTable(names, 2, served, ready).contains("others (400): missed."));
    }

    @Test
    void aRequestOfTwoShardsIsComparedWithOneOfOne() {
        var one = Case.of(Operation.SET, 16, 2);
        add(one.series().get(0), 1, 1000);
        add(one.series().get(1), 1.4, 1000);
        String table = new Report(List.of(), List.of(one)).spreadTable();
        assertTrue(table.contains("| SET -P 16 | 1.00 (1.00..1.00) | 1.40 (1.40..1.40) |"), table);
        assertTrue(table.contains("at most 1.30: missed"), table);
    }

    private static Samples samples(double value) {
        var samples = new Samples();
        samples.add(value);
        return samples;
    }

    private static void add(Series series, double cpuMicros, double requestsPerSecond) {
        series.cpuMicros().add(cpuMicros);
        series.requestsPerSecond().add(requestsPerSecond);
        series.p50Micros().add(10);
        series.p99Micros().add(20);
        series.p999Micros().add(30);
    }
}
