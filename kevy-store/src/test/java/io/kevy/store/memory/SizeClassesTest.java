package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeClassesTest {

    @Test
    void everySizeFitsItsClassTightly() {
        for (int bytes = 1; bytes <= SizeClasses.BYTES_MAX; bytes++) {
            int sizeClass = SizeClasses.of(bytes);
            int slotBytes = SizeClasses.bytes(sizeClass);
            assertTrue(slotBytes >= bytes && slotBytes - bytes < Math.max(16, bytes / 8 + 1),
                    bytes + " bytes");
            assertEquals(sizeClass, SizeClasses.of(slotBytes));
            assertEquals(slotBytes, Slab.rounded(bytes));
            assertTrue(sizeClass >= 0 && sizeClass < SizeClasses.COUNT);
        }
        assertEquals(SizeClasses.COUNT - 1, SizeClasses.of(SizeClasses.BYTES_MAX));
        assertEquals(5L << 30, Slab.rounded(5L << 30));
        assertEquals(9L << 16, Slab.rounded((8L << 16) + 1));
    }

    @Test
    void whatAReservationCountsOnIsTrue() {
        int shortSpans = 0;
        int longSpansUnits = 0;
        for (int i = 0; i < SizeClasses.COUNT; i++) {
            int units = 1 << SizeClasses.order(i);
            assertTrue(SizeClasses.slotsPerSpan(i) >= 8);
            if (units == 1) {
                shortSpans++;
                assertEquals(shortSpans - 1, i, "short spans come first");
            } else {
                longSpansUnits += units;
                assertTrue((long) units * SpanTable.UNIT_BYTES < 16L * SizeClasses.bytes(i));
            }
            assertTrue(i == 0 || SizeClasses.order(i) >= SizeClasses.order(i - 1));
        }
        assertEquals(SizeClasses.SHORT_SPANS, shortSpans);
        assertEquals(SizeClasses.LONG_SPANS_UNITS, longSpansUnits);
    }

    @Test
    void slotsOf88BytesLeaveLessThanAThousandthOfTheirSpan() {
        int sizeClass = SizeClasses.of(88);
        int rest = SpanTable.UNIT_BYTES - SizeClasses.slotsPerSpan(sizeClass) * 88;
        assertTrue(rest * 1000 < SpanTable.UNIT_BYTES, rest + " bytes");
    }
}
