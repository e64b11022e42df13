package io.kevy.bench.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryProbeTest {
    @Test
    void aProbeCountsMoreThanTheBytesOfItsKeys() throws IOException {
        var figures = MemoryProbe.measure(20_000, 5, true);
        assertEquals(20_000, figures.keys());
        assertTrue(figures.committed() >= figures.used(), figures.toString());
        assertTrue(figures.used() >= 20_000 * 80, figures.toString());
        assertTrue(figures.worstOverhead() > 0, figures.toString());
        assertTrue(figures.freezeMax() >= figures.freezeMedian(), figures.toString());
        assertTrue(figures.writeMedian() > 0, figures.toString());
    }

    @Test
    void figuresComeBackFromTheirLines() throws IOException {
        var figures = new MemoryFigures(1, 2, 3, 4, 5, 6, 7, 8.5, 9, 10, 11, 12, 13);
        assertEquals(figures, MemoryFigures.parse(figures.lines()));
    }

    @Test
    void aProbeThatFailedIsAnError() {
        var figures = new MemoryFigures(1, 2, 3, 4, 5, 6, 7, 8.5, 9, 10, 11, 12, 13);
        assertThrows(IOException.class,
                () -> MemoryFigures.parse(figures.lines().replace("tables 5.000\n", "")));
    }

    @Test
    void theTableSaysWhetherAPromiseIsMet() {
        var small = new MemoryFigures(1, 90, 100, 20, 20, 130, 150, 41, 70, 1, 5, 2, 6);
        var large = new MemoryFigures(1, 90, 110, 20, 20, 130, 150, 49, 70, 1, 5, 2, 6);
        String table = MemoryMain.table(100, small, large);
        assertTrue(table.contains("| 40.0 B | 50.0 B | under 48 B: missed |"), table);
        assertTrue(table.contains("| freeze, longest | 5.0 us | 5.0 us | under 1,000 us: met |"),
                table);
    }
}
