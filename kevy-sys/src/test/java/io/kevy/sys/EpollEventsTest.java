package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The layout of both architectures, wherever this runs (both are little-endian, and so must be this machine). */
class EpollEventsTest {
    private static final long DATA = 0x8877665544332211L;

    @Test
    void eventsArePackedOnX86() {
        assertArrayEquals(
                HexFormat.of().parseHex("000000000000000000000000" + "050000001122334455667788"),
                secondOfTwo(EpollEvents.of("amd64")));
    }

    @Test
    void eventsAreAlignedOnAarch64() {
        assertArrayEquals(
                HexFormat.of()
                        .parseHex(
                                "00000000000000000000000000000000"
                                        + "05000000000000001122334455667788"),
                secondOfTwo(EpollEvents.of("aarch64")));
    }

    private static byte[] secondOfTwo(EpollEvents layout) {
        byte[] bytes = new byte[2 * layout.bytes()];
        layout.put(MemorySegment.ofArray(bytes), 1, EpollEvents.IN | EpollEvents.OUT, DATA);
        return bytes;
    }

    @Test
    void whatIsPutIsFoundAgainInBothLayouts() {
        for (EpollEvents layout : new EpollEvents[] {EpollEvents.X86_64, EpollEvents.AARCH64}) {
            MemorySegment array = MemorySegment.ofArray(new byte[3 * layout.bytes()]);
            for (int i = 0; i < 3; i++) {
                layout.put(array, i, EpollEvents.EDGE_TRIGGERED | i, DATA + i);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(EpollEvents.EDGE_TRIGGERED | i, layout.events(array, i));
                assertEquals(DATA + i, layout.data(array, i));
            }
        }
    }

    @Test
    void otherArchitecturesAreUnknown() {
        assertTrue(EpollEvents.knows("amd64"));
        assertTrue(EpollEvents.knows("aarch64"));
        for (String other : Arrays.asList("x86", "riscv64", "ppc64le", "s390x", "")) {
            assertFalse(EpollEvents.knows(other));
            assertThrows(IllegalArgumentException.class, () -> EpollEvents.of(other));
        }
    }

    @Test
    void errorsAndHangUpsAreReadableAndClosed() {
        int closed = Poller.READ | Poller.CLOSED;
        assertEquals(closed, EpollEvents.toReady(EpollEvents.HUP));
        assertEquals(closed | Poller.WRITE, EpollEvents.toReady(EpollEvents.ERR | EpollEvents.OUT));
        assertEquals(Poller.READ, EpollEvents.toReady(EpollEvents.IN));
        assertEquals(EpollEvents.IN | EpollEvents.OUT, EpollEvents.ofInterest(3));
        assertEquals(0, EpollEvents.ofInterest(0));
    }
}
