package io.kevy.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final LimitedPages source = new LimitedPages();
    private final Memory memory = Memory.open(source, true);

    @AfterEach
    void allPagesGoBack() {
        memory.close();
        memory.close();
        assertEquals(0, source.open());
    }

    private void write(long address, int at, long value) {
        memory.page(address)
                .set(ValueLayout.JAVA_LONG_UNALIGNED, PageMap.offset(address) + at, value);
    }

    private static long read(PageMap pages, long address, int at) {
        return pages.page(address)
                .get(ValueLayout.JAVA_LONG_UNALIGNED, PageMap.offset(address) + at);
    }

    @Test
    void anAddressIsAMultipleOfEightAndNeverZero() {
        for (int bytes = 1; bytes < 300_000; bytes += 1 + bytes / 5) {
            long address = memory.allocateRecord(bytes);
            assertNotEquals(0, address);
            assertEquals(0, address & 7);
            assertTrue(address >>> PageMap.ADDRESS_BITS == 0);
            assertEquals(Memory.rounded(bytes), memory.capacity(address));
            assertTrue(memory.capacity(address) >= bytes);
        }
    }

    @Test
    void aBlockIsChangedInPlaceUntilAHoldSeesIt() {
        long block = memory.allocate(100);
        write(block, 8, 1);
        assertEquals(block, memory.own(block));
        try (var hold = memory.freeze()) {
            assertFalse(memory.isOwned(block));
            long copy = memory.own(block);
            assertNotEquals(block, copy);
            assertEquals(1, read(memory.pages(), copy, 8));
            write(copy, 8, 2);
            assertEquals(copy, memory.own(copy));
            assertEquals(1, read(hold.pages(), block, 8));
            assertEquals(memory.capacity(block), memory.parkedBytes());
        }
        assertFalse(memory.reclaim(() -> false));
        assertEquals(0, memory.parkedBytes());
        assertEquals(Memory.rounded(100), memory.usedBytes());
    }

    @Test
    void aRecordIsChangedInPlaceWhenItIsYoungOrNoHoldIsOpen() {
        assertTrue(memory.ownsRecord(false));
        var hold = memory.freeze();
        assertTrue(memory.ownsRecord(true));
        assertFalse(memory.ownsRecord(false));
        hold.close();
        assertTrue(memory.ownsRecord(false));
    }

    @Test
    void aBlockYoungerThanEveryOpenHoldIsFreedAtOnce() {
        try (var older = memory.freeze()) {
            long seen;
            try (var newer = memory.freeze()) {
                seen = memory.allocate(64);
                assertTrue(memory.isOwned(seen));
                assertTrue(older.pages() == newer.pages());
            }
            memory.discard(seen);
            assertEquals(0, memory.parkedBytes());
            assertEquals(0, memory.usedBytes());
        }
    }

    @Test
    void whatIsParkedWaitsForTheHoldsThatSeeItOnly() {
        long first = memory.allocate(64);
        long second = memory.allocate(64);
        var older = memory.freeze();
        memory.discard(first);
        var newer = memory.freeze();
        memory.discard(second);
        assertFalse(memory.reclaim(() -> false));
        assertEquals(128, memory.parkedBytes());
        older.close();
        assertFalse(memory.reclaim(() -> false));
        assertEquals(64, memory.parkedBytes());
        newer.close();
        assertFalse(memory.reclaim(() -> false));
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void aMillionBlocksThatWaitAreFreedInOrderInStepsOfTheBudget() {
        long[] blocks = new long[1_000_000];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = memory.allocate(64);
        }
        try (var hold = memory.freeze()) {
            for (long block : blocks) {
                memory.discard(block);
            }
            assertFalse(hold.isClosed());
            assertEquals(64L * blocks.length, memory.parkedBytes());
        }
        int[] looks = {0};
        int calls = 0;
        while (memory.reclaim(() -> ++looks[0] % 100 == 0)) {
            calls++;
        }
        assertTrue(looks[0] >= blocks.length / 16, looks[0] + " looks at the budget");
        assertTrue(calls > 500, calls + " calls");
        assertEquals(0, memory.usedBytes());
        assertTrue(memory.committedBytes() <= 8 << 20, memory.committedBytes() + " bytes");
    }

    @Test
    void aBudgetThatIsSpentIsNotOverdrawn() {
        long block = memory.allocate(64);
        var hold = memory.freeze();
        memory.discard(block);
        hold.close();
        assertTrue(memory.reclaim(() -> true));
        assertEquals(64, memory.parkedBytes());
        assertFalse(memory.reclaim(() -> false));
        assertFalse(memory.reclaim(() -> true));
    }

    @Test
    void aTreeIsTakenApartAsSoonAsNoHoldSeesIt() {
        var table = new SampleTable(memory);
        for (int i = 0; i < SampleTable.SLOTS; i++) {
            table.put(i, new SampleTable.Content(i, 100));
        }
        var hold = memory.freeze();
        table.clear();
        assertFalse(memory.reclaim(() -> false));
        assertTrue(memory.usedBytes() > 100 * SampleTable.SLOTS);
        hold.close();
        assertFalse(memory.reclaim(() -> false));
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void takingApartNeedsNoMemory() {
        var small = new LimitedPages();
        try (var full = Memory.open(small, true, 65536)) {
            var table = new SampleTable(full);
            for (int i = 0; i < SampleTable.SLOTS; i++) {
                table.put(i, new SampleTable.Content(i, 100));
            }
            small.refuseAfter(0);
            assertThrows(OutOfMemoryError.class, () -> {
                while (true) {
                    full.allocateRecord(Chunks.BYTES);
                }
            });
            long before = full.usedBytes();
            long reachable = table.reachableBytes();
            table.clear();
            assertFalse(full.reclaim(() -> false));
            assertEquals(before - reachable, full.usedBytes());
        }
    }

    @Test
    void anOwnThatFindsNoMemoryChangesNothing() {
        var small = new LimitedPages();
        try (var full = Memory.open(small, true, 65536)) {
            long block = full.allocate(2000);
            try (var hold = full.freeze()) {
                small.refuseAfter(0);
                long used = full.usedBytes();
                assertThrows(OutOfMemoryError.class, () -> full.own(block));
                assertFalse(hold.isClosed());
                assertEquals(used, full.usedBytes());
                assertEquals(0, full.parkedBytes());
                small.refuseNothing();
                assertNotEquals(block, full.own(block));
            }
        }
    }

    @Test
    void aLargeBlockGivesItsPageBack() {
        long small = memory.allocate(64);
        long committed = memory.committedBytes();
        for (int i = 0; i < 40; i++) {
            long[] large = new long[20];
            for (int j = 0; j < large.length; j++) {
                large[j] = memory.allocate(200_000 + i * 20_000);
                assertTrue(memory.capacity(large[j]) < 250_000 + i * 25_000);
            }
            for (long block : large) {
                memory.discard(block);
            }
        }
        int[] looks = {0};
        memory.reclaim(() -> {
            looks[0]++;
            return false;
        });
        assertTrue(looks[0] >= 20, "the budget is looked at after each page");
        assertEquals(committed, memory.committedBytes());
        memory.discard(small);
    }

    @Test
    void aLargeBlockServesTheNextOfItsSize() {
        long block = memory.allocate(1_000_000);
        long openings = source.openings();
        memory.discard(block);
        assertEquals(block, memory.allocate(1_010_000));
        assertEquals(openings, source.openings());
    }

    @Test
    void aPageToBeClosedGivesWayWhenTheSourceRefuses() {
        long block = memory.allocate(1_000_000);
        memory.discard(block);
        source.refuseAfter(0);
        assertThrows(OutOfMemoryError.class, () -> memory.allocate(2_000_000));
        assertEquals(0, memory.committedBytes());
        source.refuseNothing();
    }

    @Test
    void memoryOfOneSizeServesAnyOther() {
        long[] blocks = new long[100_000];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = memory.allocate(100);
        }
        long committed = memory.committedBytes();
        for (long block : blocks) {
            memory.discard(block);
        }
        for (int i = 0; i < 900; i++) {
            memory.allocate(10_000);
        }
        assertEquals(committed, memory.committedBytes());
    }

    @Test
    void recordsOf88BytesFillTheirPages() {
        int count = 1_000_000;
        for (int i = 0; i < count; i++) {
            memory.allocateRecord(88);
        }
        assertEquals(88L * count, memory.usedBytes());
        assertTrue(memory.committedBytes() < 88L * count * 1001 / 1000 + PageMap.PAGE_BYTES);
        assertTrue(memory.heapBytes() < memory.committedBytes() / 1000 + 50_000);
    }

    @Test
    void aHoldKeepsThePagesWhenTheMemoryIsClosed() {
        long block = memory.allocate(64);
        write(block, 8, 7);
        var hold = memory.freeze();
        memory.close();
        assertEquals(7, read(hold.pages(), block, 8));
        hold.close();
        hold.close();
        assertEquals(0, source.open());
    }

    @Test
    void aWriteToAFreedBlockIsFoundWhenItIsUsedAgain() {
        long block = memory.allocate(64);
        memory.allocate(64);
        memory.discard(block);
        write(block, 20, 1);
        assertThrows(AssertionError.class, () -> memory.allocate(64));
    }

    @Test
    void aWriteToAFreedBlockIsFoundWhenItsSpanIsGivenBack() {
        long block = memory.allocate(64);
        long other = memory.allocate(64);
        memory.discard(block);
        write(block, 20, 1);
        assertThrows(AssertionError.class, () -> memory.discard(other));
    }

    @Test
    void aBlockFreedTwiceIsFound() {
        long block = memory.allocateRecord(64);
        memory.allocate(64);
        memory.discardRecord(block, true);
        assertThrows(AssertionError.class, () -> memory.discardRecord(block, true));
    }

    @Test
    void anAddressThatOutlivedItsPageIsRefused() {
        long block = memory.allocate(1_000_000);
        memory.discard(block);
        memory.reclaim(() -> false);
        assertThrows(IndexOutOfBoundsException.class, () -> read(memory.pages(), block, 0));
        assertThrows(AssertionError.class, () -> memory.free(block, Memory.PLAIN));
    }

    @Test
    void pagesOfOddLengthsAreRefused() {
        for (long bytes : new long[] {0, 4096, 65536 * 3, 8 << 20}) {
            assertThrows(IllegalArgumentException.class, () -> Memory.open(source, true, bytes));
        }
    }
}
