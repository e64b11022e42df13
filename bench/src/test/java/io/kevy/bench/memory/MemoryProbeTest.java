package io.kevy.bench.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.bench.Figures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryProbeTest {
    private static final int KEYS = 20_000;

    @Test
    void aProbeTellsAllFiguresAndCountsMoreThanTheBytesOfItsKeys() throws IOException {
        var figures = Figures.parse(MemoryFigure.class,
                MemoryProbe.measure(KEYS, KeySet.ALL, 5, true).lines());
        assertEquals(KEYS, figures.of(MemoryFigure.KEYS));
        double used = figures.of(MemoryFigure.USED);
        assertTrue(used >= KEYS * 80, figures.lines());
        assertTrue(figures.of(MemoryFigure.COMMITTED) >= used, figures.lines());
        assertTrue(figures.of(MemoryFigure.OVERHEAD_ON_THE_WAY) > 0, figures.lines());
        assertTrue(figures.of(MemoryFigure.FREEZE_MAX) >= figures.of(MemoryFigure.FREEZE_MEDIAN),
                figures.lines());
        assertTrue(figures.of(MemoryFigure.WRITE_MEDIAN) > 0, figures.lines());
    }

    @Test
    void aFreshStoreHasTheKeysThatADeletionLeaves() throws IOException {
        var all = MemoryProbe.measure(KEYS, KeySet.ALL, 1, false);
        var kept = MemoryProbe.measure(KEYS, KeySet.KEPT, 1, false);
        assertEquals(all.of(MemoryFigure.KEYS_LEFT), kept.of(MemoryFigure.KEYS));
        assertEquals(KEYS / 10.0, kept.of(MemoryFigure.KEYS), KEYS / 100.0);
    }

    @Test
    void theTableSaysWhetherAPromiseIsMet() {
        var good = figures(10_500, 1_290, 1_190, 0);
        var bad = figures(11_500, 1_310, 1_210, 8);
        var fresh = figures(1_000, 1_000, 1_000, 0);
        String table = new MemoryTable(5, good, fresh, good, fresh).text();
        assertTrue(table.contains("| 25.0 B | 25.0 B | under 26 B, with TTL 34 B: met |"), table);
        assertTrue(table.contains("| 1.29 | 1.29 | under 1.30: met |"), table);
        assertTrue(table.contains("| 1.19 | 1.19 | under 1.20: met |"), table);
        assertTrue(table.contains("| 0 B | 0 B | 0 B: met |"), table);
        assertTrue(table.contains("| freeze, longest | 7.0 us | 7.0 us | under 1,000.0 us: met |"),
                table);
        table = new MemoryTable(5, good, fresh, bad, fresh).text();
        assertTrue(table.contains("| 25.0 B | 35.0 B | under 26 B, with TTL 34 B: missed |"),
                table);
        assertTrue(table.contains("| 1.29 | 1.31 | under 1.30: missed |"), table);
        assertTrue(table.contains("| 1.19 | 1.21 | under 1.20: missed |"), table);
        assertTrue(table.contains("| 0 B | 8 B | 0 B: missed |"), table);
    }

    @Test
    void aServersGrowthIsWhatItHasMorePerKeyBeyondTheKeysBytes() {
        assertEquals("| Redis | 1.0 | 11.0 | 24.9 B |\n".replace("\n", System.lineSeparator()),
                PeerMemory.row("Redis", 100_000, 1 << 20, 11 << 20));
    }

    /** A hundred keys, resident memory of 1,000 bytes at the start. */
    private static Figures<MemoryFigure> figures(
            double resident, double left, double empty, double allocated) {
        var figures = new Figures<>(MemoryFigure.class);
        for (var figure : MemoryFigure.values()) {
            figures.put(figure, 7);
        }
        figures.put(MemoryFigure.KEYS, 100);
        figures.put(MemoryFigure.RESIDENT_AT_START, 1_000);
        figures.put(MemoryFigure.RESIDENT, resident);
        figures.put(MemoryFigure.RESIDENT_LEFT, left);
        figures.put(MemoryFigure.RESIDENT_EMPTY, empty - 1_000);
        figures.put(MemoryFigure.WRITES_ALLOCATED, allocated);
        return figures;
    }
}
