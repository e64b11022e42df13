package io.kevy.store.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkedBytesTest {
    private static final int LONG = 512 << 20;

    private final Memory memory = Memory.open(PageSource.arenas(), true);
    private final ChunkedBytes bytes = new ChunkedBytes(memory);

    @AfterEach
    void close() {
        memory.close();
    }

    private static MemorySegment text(String text) {
        return MemorySegment.ofArray(text.getBytes(US_ASCII));
    }

    private String read(long root, int at, int length) {
        var target = new byte[length];
        bytes.read(root, at, MemorySegment.ofArray(target), 0, length);
        return new String(target, US_ASCII);
    }

    @Test
    void zerosTakeNoMemory() {
        long root = bytes.write(0, LONG - 1, text("x"), 0, 1);
        assertEquals(LONG, bytes.length(root));
        assertEquals("\0\0x", read(root, LONG - 3, 3));
        assertTrue(memory.usedBytes() < 32 << 10, () -> memory.usedBytes() + " bytes");
    }

    @Test
    void aByteWrittenUnderAViewCopiesAPathAndAChunk() {
        long root = 0;
        var part = MemorySegment.ofArray(new byte[1 << 20]);
        for (int i = 0; i < 64; i++) {
            root = bytes.append(root, part, 0, 1 << 20);
        }
        long frozen = root;
        try (var view = memory.freeze()) {
            long before = memory.usedBytes();
            root = bytes.write(root, 40_000_000, text("x"), 0, 1);
            root = bytes.append(root, text("y"), 0, 1);
            long copied = memory.usedBytes() - before;
            assertTrue(copied < 24 << 10, () -> copied + " bytes copied");
            assertEquals(64 << 20, bytes.length(root) - 1);
            assertEquals("\0x\0", read(root, 39_999_999, 3));
            var pieces = ChunkedBytes.pieces(view.pages());
            assertTrue(pieces.seek(frozen, 40_000_000));
            assertEquals(0, pieces.memory().get(ValueLayout.JAVA_BYTE, pieces.offset()));
            assertFalse(pieces.seek(frozen, 64 << 20));
        }
    }

    @Test
    void theLongestValueCanBeMadeAndNoLonger() {
        long root = bytes.appendZeros(0, ChunkedBytes.LENGTH_MAX);
        assertEquals(ChunkedBytes.LENGTH_MAX, bytes.length(root));
        assertThrows(
                IllegalArgumentException.class, () -> bytes.append(root, text("x"), 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> bytes.write(root, ChunkedBytes.LENGTH_MAX, text("x"), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> bytes.write(root, -1, text(""), 0, 0));
    }

    @Test
    void bytesBeyondTheEndAreNotRead() {
        long root = bytes.append(0, text("abc"), 0, 3);
        var target = MemorySegment.ofArray(new byte[8]);
        assertThrows(
                IndexOutOfBoundsException.class, () -> bytes.read(root, 1, target, 0, 3));
        assertEquals("bc", read(root, 1, 2));
    }

    @Test
    void bitsSetFromTheEndOfAHoleToItsBeginningFillWholeChunks() {
        int length = 16 * ChunkedBytes.CHUNK_BYTES;
        long root = bytes.appendZeros(0, length);
        for (int at = length - 1; at >= 0; at -= 100) {
            root = bytes.write(root, at, text("x"), 0, 1);
        }
        int parts = 0;
        var pieces = bytes.pieces();
        for (boolean more = pieces.seek(root, 0); more; more = pieces.next()) {
            parts++;
        }
        assertEquals(16, parts);
    }
}
