package io.kevy.rt.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorLimitTest {
    private static long limit(Path dir, String... lines) throws IOException {
        return DescriptorLimit.read(
                Files.writeString(dir.resolve("limits"), String.join("\n", lines)));
    }

    @Test
    void theLimitInForceCounts(@TempDir Path dir) throws IOException {
        assertEquals(
                1024,
                limit(
                        dir, "Limit                     Soft Limit           Hard Limit  Units",
                        "Max processes             95000                95000       processes",
                        "Max open files            1024                 20000       files"));
    }

    @Test
    void whereNothingIsSaidThereIsNone(@TempDir Path dir) throws IOException {
        assertEquals(Long.MAX_VALUE, limit(dir, "Max open files   unlimited   unlimited   files"));
        assertEquals(Long.MAX_VALUE, limit(dir, "Max processes 1 1 processes"));
        assertEquals(Long.MAX_VALUE, DescriptorLimit.read(dir.resolve("none")));
    }

    @Test
    void thisProcessHasSome() {
        assertTrue(DescriptorLimit.read() > 10);
    }
}
