package io.kevy.rt.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {
    @Test
    void theFilesOfTheKernelAreRead(@TempDir Path proc) throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(
                proc.resolve("self/stat"),
                "4711 (kevy (a) b) S 1 2 3 4 5 6 7 8 9 10 250 30 0 0 20 0 12 0 99\n");
        Files.writeString(
                proc.resolve("self/status"),
                "Name:\tjava\nVmPeak:\t 9000 kB\nVmRSS:\t   2048 kB\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:       1024 kB\nMemFree: 1 kB\n");
        assertEquals(
                new ProcessFigures(2 << 20, 1 << 20, 300_000, 2_500_000),
                ProcessFigures.read(proc));
    }

    @Test
    void whereThereAreNoneEverythingIsZero(@TempDir Path proc) {
        assertEquals(new ProcessFigures(0, 0, 0, 0), ProcessFigures.read(proc));
    }
}
