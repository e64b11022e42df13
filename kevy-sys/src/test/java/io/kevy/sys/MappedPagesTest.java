package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappedPagesTest {
    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }

    @Test
    void pagesAreZerosOfTheLengthAskedForAndBeginWhereHugePagesDo() {
        if (!MappedPages.isSupported()) {
            assertFalse(TransportSpec.isLinux());
            return;
        }
        for (long bytes : new long[] {1, 4096, 64 << 10, 2 << 20, 4 << 20, (6 << 20) + 4096}) {
            var page = MappedPages.map(bytes);
            assertTrue(page.byteSize() >= bytes && page.byteSize() < bytes + 4096);
            assertEquals(0, page.address() % (bytes >= 2 << 20 ? 2 << 20 : 4096));
            assertEquals(0, page.get(ValueLayout.JAVA_BYTE, bytes - 1));
            page.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 1);
            MappedPages.unmap(page);
        }
    }

    @Test
    void memoryGoesBackToTheSystem() throws IOException {
        if (!MappedPages.isSupported()) {
            assertFalse(TransportSpec.isLinux());
            return;
        }
        long before = residentBytes();
        var pages = new MemorySegment[16];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = MappedPages.map(4 << 20);
            pages[i].fill((byte) 1);
        }
        long filled = residentBytes();
        assertTrue(filled - before > 50 << 20, "grew by " + (filled - before));
        for (var page : pages) {
            MappedPages.unmap(page);
        }
        long after = residentBytes();
        assertTrue(filled - after > 50 << 20, "fell by " + (filled - after));
    }

    @Test
    void moreThanThereIsIsLackOfMemory() {
        if (!MappedPages.isSupported()) {
            assertFalse(TransportSpec.isLinux());
            return;
        }
        assertThrows(OutOfMemoryError.class, () -> MappedPages.map(1L << 55));
    }
}
