package io.kevy.bench.stalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StallTableTest {
    @Test
    void turnsAndPausesAreHeldToThePromiseAndOthersAreNot() {
        var table = new StallTable();
        table.add(new StallTable.Row("FLUSHALL", "kevy", 1.5, 0, 2, 3));
        table.add(new StallTable.Row("FLUSHALL", "kevy", 1.5, 5.5, 2, 3));
        table.add(new StallTable.Row("FLUSHALL", "Redis", -1, -1, 900, 1));
        assertEquals("""
                | scene | server | longest turn ms | longest GC pause ms | longest wait of a client ms | took s | promise |
                |---|---|---:|---:|---:|---:|---|
                | FLUSHALL | kevy | 1.50 | 0.00 | 2.0 | 3.0 | under 5: met |
                | FLUSHALL | kevy | 1.50 | 5.50 | 2.0 | 3.0 | under 5: missed |
                | FLUSHALL | Redis |  |  | 900.0 | 1.0 |  |
                """, table.text());
    }

    @Test
    void theLongestPauseOfACollectorIsFound() {
        assertEquals(4.321, CollectorLog.longestMillis("""
                [0.010s] Using G1
                [1.200s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->3M(64M) 1.234ms
                [1.300s] GC(1) Concurrent Mark Cycle 9.900ms
                [1.400s] GC(1) Pause Remark 5M->5M(64M) 4.321ms
                """));
        assertEquals(0, CollectorLog.longestMillis(""));
    }
}
