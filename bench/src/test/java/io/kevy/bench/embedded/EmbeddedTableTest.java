package io.kevy.bench.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.bench.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedTableTest {
    @Test
    void figuresStandAsMediansAndWhatDoesNotRunSaysWhy() {
        var series = new EmbeddedSeries(Contender.HASH_MAP, 1000);
        series.add(figures(100, 1));
        series.add(figures(300, 1));
        series.add(figures(200, 0));
        var broken = new EmbeddedSeries(Contender.OHC, 1000);
        broken.fail("java.lang.NoSuchFieldError: a|b");
        String table = EmbeddedTable.text(List.of(series, broken));
        assertTrue(table.contains("| 1,000 | `HashMap` | 200 (100..300) | 5,000,000 "
                + "| 200 (100..300) | 5,000,000 | 200 | 120.0 B | 0.2 MiB |\n"), table);
        assertTrue(table.contains("| 1,000 | `HashMap` | 200.000 | 200 | 200 "
                + "| 200.0 (100.0..300.0) | not consistent |\n"), table);
        assertTrue(table.contains("| 1,000 | OHC 0.7.4 | does not run: "
                + "java.lang.NoSuchFieldError: a\\|b | | | | | | |\n"), table);
    }

    private static Figures<EmbeddedFigure> figures(double value, double consistent) {
        var figures = new Figures<>(EmbeddedFigure.class);
        for (var figure : EmbeddedFigure.values()) {
            figures.put(figure, value);
        }
        figures.put(EmbeddedFigure.RESIDENT, value * 1000);
        figures.put(EmbeddedFigure.HEAP, value * 1000);
        figures.put(EmbeddedFigure.CONSISTENT, consistent);
        return figures;
    }
}
