package io.kevy.store.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final long AT = 24;

    @Test
    void aKeyOf16AndAValueOf64BytesMake88AndADeadline96() {
        assertEquals(88, Records.bytes(16, 64, false));
        assertEquals(96, Records.bytes(16, 64, true));
    }

    @Test
    void whatIsWrittenIsReadForKeysAndValuesOfAllSizes() {
        try (var arena = Arena.ofConfined()) {
            var page = arena.allocate(200_000);
            for (int keyLength : new int[] {0, 1, 16, 4095, 4096, 70_000}) {
                var key = MemorySegment.ofArray("k".repeat(keyLength + 2).getBytes(ISO_8859_1));
                for (int valueLength : new int[] {0, 1, 64, 65_535, Records.INLINE_BYTES_MAX}) {
                    for (long deadline : new long[] {-1, 0, Long.MAX_VALUE}) {
                        check(page, key, keyLength, valueLength, deadline);
                    }
                }
            }
        }
    }

    private static void check(MemorySegment page, MemorySegment key, int keyLength,
            int valueLength, long deadline) {
        page.fill((byte) -1);
        long valueAt = Records.write(page, AT, 9, Records.TEXT, valueLength, deadline, key, 2,
                keyLength);
        assertEquals(AT + Records.bytes(keyLength, valueLength, deadline != -1),
                valueAt + valueLength);
        assertEquals(valueAt, Records.valueAt(page, AT));
        assertEquals(keyLength, Records.keyLength(page, AT));
        assertTrue(Records.keyEquals(page, AT, key, 1, keyLength));
        assertFalse(Records.keyEquals(page, AT, key, 1, keyLength + 1));
        assertEquals(valueLength, Records.valueLength(page, AT));
        assertEquals(valueLength, Records.storedValueBytes(page, AT));
        assertEquals(9, Records.type(page, AT));
        assertEquals(Records.TEXT, Records.form(page, AT));
        assertEquals(deadline, Records.deadline(page, AT));
        if (deadline != -1) {
            Records.overwriteDeadline(page, AT, 77);
            assertEquals(77, Records.deadline(page, AT));
        }
        Records.edited(page, AT, valueLength / 2);
        assertEquals(Records.EDITED, Records.form(page, AT));
        assertEquals(valueLength / 2, Records.valueLength(page, AT));
        assertEquals(9, Records.type(page, AT));
        assertTrue(Records.keyEquals(page, AT, key, 1, keyLength));
    }

    @Test
    void anIntegerAndAnAnchorStandWhereTheValueIs() {
        try (var arena = Arena.ofConfined()) {
            var page = arena.allocate(200);
            var key = MemorySegment.ofArray(new byte[3]);
            long at = Records.write(page, AT, 0, Records.INTEGER, 2, -1, key, 0, 3);
            Records.writeInteger(page, at, -7);
            assertEquals(-7, Records.integer(page, AT));
            assertEquals(8, Records.storedValueBytes(page, AT));
            assertFalse(Records.isAnchored(page, AT));
            at = Records.write(page, AT, 0, Records.CHUNKED, 16, -1, key, 0, 3);
            Records.writeAnchor(page, at, 1L << 41, 1L << 31);
            assertTrue(Records.isAnchored(page, AT));
            assertEquals(1L << 41, Records.root(page, AT));
            assertEquals(1L << 31, Records.count(page, AT));
        }
    }
}
