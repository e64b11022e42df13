package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlabTest {

    private final Pages pages = new Pages();
    private final Slab slab = new Slab(pages, true);

    @AfterEach
    void close() {
        pages.letGo();
    }

    @Test
    void everySizeFitsItsClassTightly() {
        for (int bytes = 1; bytes <= SizeClasses.BYTES_MAX; bytes++) {
            int sizeClass = SizeClasses.of(bytes);
            int slotBytes = SizeClasses.bytes(sizeClass);
            assertTrue(slotBytes >= bytes && slotBytes - bytes < Math.max(16, bytes / 8 + 1),
                    bytes + " bytes");
            assertEquals(sizeClass, SizeClasses.of(slotBytes));
            assertTrue(sizeClass >= 0 && sizeClass < SizeClasses.COUNT);
            assertTrue((SpanPool.UNIT_BYTES << SizeClasses.order(sizeClass)) / slotBytes >= 8);
        }
        assertEquals(SizeClasses.COUNT - 1, SizeClasses.of(SizeClasses.BYTES_MAX));
        assertEquals(5L << 30, Slab.rounded(5L << 30));
        assertEquals(9L << 16, Slab.rounded((8L << 16) + 1));
    }

    @Test
    void recordsOfAnySizeKeepTheirBytes() {
        var random = new Random(1);
        List<long[]> records = new ArrayList<>();
        long used = 0;
        for (int i = 0; i < 30_000; i++) {
            if (records.isEmpty() || random.nextInt(100) < (i < 15_000 ? 60 : 40)) {
                long bytes = random.nextInt(200) == 0
                        ? 1 + random.nextInt(400_000)
                        : 1 + random.nextInt(3000);
                long address = slab.allocate(bytes);
                long pattern = random.nextLong();
                fill(address, bytes, pattern);
                records.add(new long[] {address, bytes, pattern});
                used += slab.capacity(address);
            } else {
                int last = records.size() - 1;
                int at = random.nextInt(records.size());
                long[] record = records.get(at);
                records.set(at, records.get(last));
                records.remove(last);
                check(record[0], record[1], record[2]);
                used -= slab.capacity(record[0]);
                slab.free(record[0]);
            }
            assertEquals(used, slab.usedBytes());
        }
        for (long[] record : records) {
            check(record[0], record[1], record[2]);
            slab.free(record[0]);
        }
        assertEquals(0, slab.usedBytes());
    }

    private void fill(long address, long bytes, long pattern) {
        var page = slab.page(address);
        for (long i = 0; i < bytes; i++) {
            page.set(Words.BYTE, Slab.offset(address) + i, (byte) (pattern >> ((i & 7) * 8)));
        }
    }

    private void check(long address, long bytes, long pattern) {
        var page = slab.page(address);
        for (long i = 0; i < bytes; i++) {
            if (page.get(Words.BYTE,
                    Slab.offset(address) + i) != (byte) (pattern >> ((i & 7) * 8))) {
                throw new AssertionError("byte " + i + " of " + bytes + " changed");
            }
        }
    }

    @Test
    void memoryOfOneSizeServesAnyOther() {
        long[] records = new long[100_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = slab.allocate(100);
        }
        long committed = pages.bytes();
        for (long record : records) {
            slab.free(record);
        }
        for (int i = 0; i < 900; i++) {
            records[i] = slab.allocate(10_000);
        }
        assertEquals(committed, pages.bytes());
        for (int i = 0; i < 900; i++) {
            slab.free(records[i]);
        }
        while (slab.closeEmptyPage()) {
            assertEquals(0, slab.usedBytes());
        }
        assertTrue(pages.bytes() <= 4 << 20, pages.bytes() + " bytes");
    }

    @Test
    void bigRecordsReuseTheirPagesUpToABound() {
        long first = slab.allocate(1_000_000);
        slab.free(first);
        assertEquals(first, slab.allocate(1_010_000));
        slab.free(first);
        for (int i = 0; i < 40; i++) {
            long[] records = new long[40];
            for (int j = 0; j < records.length; j++) {
                records[j] = slab.allocate(200_000 + i * 20_000);
            }
            for (long record : records) {
                slab.free(record);
            }
        }
        assertTrue(pages.bytes() <= 17 << 20, pages.bytes() + " bytes");
    }

    @Test
    void aWriteToFreedMemoryIsFound() {
        long record = slab.allocate(64);
        slab.allocate(64);
        slab.free(record);
        slab.page(record).set(Words.BYTE, Slab.offset(record) + 20, (byte) 1);
        assertThrows(AssertionError.class, () -> slab.allocate(64));
    }
}
