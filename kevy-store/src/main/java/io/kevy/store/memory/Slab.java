package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Records of any size in native memory, allocated and freed in constant time.
 *
 * <p>A span holds slots of one size class: a list of freed slots, threaded through their first four
 * bytes, in front of a part never used. Spans with room are linked by class; an empty span goes
 * back to the {@link SpanPool} for any class. A record above {@link SizeClasses#BYTES_MAX} has a
 * page of its own; some of those are kept when freed, for the next of that size.
 */
final class Slab {

    private static final int NONE = SpanPool.NONE;

    /**
     * Freed single-record pages kept for reuse: so many bytes, and an eighth of those in use
     * besides.
     */
    private static final long KEPT_BYTES = 16 << 20;

    private static final int KEPT_PAGES_MAX = 64;

    private static final byte POISON = (byte) 0xDB;
    private static final ValueLayout.OfInt LINK = ValueLayout.JAVA_INT_UNALIGNED;

    private final Pages pages;
    private final SpanPool spans;
    private final boolean poison;

    private final int[] withRoom = new int[SizeClasses.COUNT];
    private int[] live = {};
    private int[] freed = {};
    private int[] unused = {};

    private final int[] keptPages = new int[KEPT_PAGES_MAX];
    private int keptCount;
    private long keptBytes;

    private long usedBytes;
    private long singleBytes;

    Slab(Pages pages, boolean poison) {
        this.pages = pages;
        this.poison = poison;
        spans = new SpanPool(pages);
        Arrays.fill(withRoom, NONE);
    }

    MemorySegment page(long address) {
        return pages.at(address);
    }

    static long offset(long address) {
        return address & Pages.OFFSET_MASK;
    }

    /** The address of at least so many bytes; their content is undefined. */
    long allocate(long bytes) {
        return bytes <= SizeClasses.BYTES_MAX ? allocateSlot((int) bytes) : allocatePage(bytes);
    }

    void free(long address) {
        MemorySegment page = pages.at(address);
        if (isSpan(address)) {
            freeSlot(page, address);
        } else {
            freePage(page, (int) (address >>> Pages.PAGE_SHIFT));
        }
    }

    /** How many bytes the record at the address may have without moving. */
    long capacity(long address) {
        return isSpan(address)
                ? SizeClasses.bytes(spans.sizeClass(unit(address)))
                : pages.at(address).byteSize();
    }

    /** How many bytes {@link #allocate} really takes for so many. */
    static long rounded(long bytes) {
        if (bytes <= SizeClasses.BYTES_MAX) {
            return SizeClasses.bytes(SizeClasses.of((int) bytes));
        }
        int shift = 60 - Long.numberOfLeadingZeros(bytes - 1);
        return (((bytes - 1) >>> shift) + 1) << shift;
    }

    private boolean isSpan(long address) {
        int unit = unit(address);
        return unit < spans.unitsEnd() && spans.sizeClass(unit) >= 0;
    }

    private static int unit(long address) {
        return (int) (address >>> SpanPool.UNIT_SHIFT);
    }

    private long allocateSlot(int bytes) {
        int sizeClass = SizeClasses.of(bytes);
        int slotBytes = SizeClasses.bytes(sizeClass);
        int span = withRoom[sizeClass];
        if (span == NONE) {
            span = openSpan(sizeClass);
        }
        long base = (long) span << SpanPool.UNIT_SHIFT;
        int slot = freed[span];
        if (slot != NONE) {
            MemorySegment page = pages.at(base);
            long at = offset(base) + slot;
            freed[span] = page.get(LINK, at);
            if (poison) {
                checkPoison(page, at, slotBytes);
            }
        } else {
            slot = unused[span];
            unused[span] = slot + slotBytes;
        }
        live[span]++;
        if (isFull(span, sizeClass, slotBytes)) {
            withRoom[sizeClass] = spans.unlink(span, span);
        }
        usedBytes += slotBytes;
        return base + slot;
    }

    private void freeSlot(MemorySegment page, long address) {
        int unit = unit(address);
        int sizeClass = spans.sizeClass(unit);
        int slotBytes = SizeClasses.bytes(sizeClass);
        int order = SizeClasses.order(sizeClass);
        int span = unit & -(1 << order);
        if (isFull(span, sizeClass, slotBytes)) {
            withRoom[sizeClass] = spans.link(withRoom[sizeClass], span);
        }
        usedBytes -= slotBytes;
        if (poison) {
            page.asSlice(offset(address), slotBytes).fill(POISON);
        }
        if (--live[span] == 0) {
            withRoom[sizeClass] = spans.unlink(withRoom[sizeClass], span);
            spans.give(span, order);
            return;
        }
        page.set(LINK, offset(address), freed[span]);
        freed[span] = (int) (address - ((long) span << SpanPool.UNIT_SHIFT));
    }

    private boolean isFull(int span, int sizeClass, int slotBytes) {
        return freed[span] == NONE
                && unused[span] + slotBytes > SpanPool.UNIT_BYTES << SizeClasses.order(sizeClass);
    }

    private int openSpan(int sizeClass) {
        int span = spans.take(SizeClasses.order(sizeClass), sizeClass);
        if (span >= live.length) {
            int length = spans.unitsEnd();
            live = Arrays.copyOf(live, length);
            freed = Arrays.copyOf(freed, length);
            unused = Arrays.copyOf(unused, length);
        }
        live[span] = 0;
        freed[span] = NONE;
        unused[span] = 0;
        withRoom[sizeClass] = spans.link(NONE, span);
        return span;
    }

    private long allocatePage(long bytes) {
        long pageBytes = rounded(bytes);
        int page = NONE;
        for (int i = keptCount - 1; i >= 0 && page == NONE; i--) {
            if (pages.page(keptPages[i]).byteSize() == pageBytes) {
                page = keptPages[i];
                forgetKept(i);
            }
        }
        if (page == NONE) {
            page = pages.open(pageBytes);
        }
        usedBytes += pageBytes;
        singleBytes += pageBytes;
        return (long) page << Pages.PAGE_SHIFT;
    }

    private void freePage(MemorySegment segment, int page) {
        long pageBytes = segment.byteSize();
        usedBytes -= pageBytes;
        singleBytes -= pageBytes;
        long keptMax = KEPT_BYTES + (singleBytes >> 3);
        if (pageBytes > keptMax) {
            pages.close(page);
            return;
        }
        if (poison) {
            segment.fill(POISON);
        }
        while (keptCount == KEPT_PAGES_MAX || keptBytes + pageBytes > keptMax) {
            int oldest = keptPages[0];
            forgetKept(0);
            pages.close(oldest);
        }
        keptPages[keptCount++] = page;
        keptBytes += pageBytes;
    }

    private void forgetKept(int i) {
        keptBytes -= pages.page(keptPages[i]).byteSize();
        System.arraycopy(keptPages, i + 1, keptPages, i, --keptCount - i);
    }

    private static void checkPoison(MemorySegment page, long at, int slotBytes) {
        for (int i = Integer.BYTES; i < slotBytes; i++) {
            if (page.get(ValueLayout.JAVA_BYTE, at + i) != POISON) {
                throw new AssertionError(
                        "freed memory was written to, byte " + i + " of " + slotBytes);
            }
        }
    }

    /** Gives one unneeded page back to the operating system. */
    boolean closeEmptyPage() {
        return spans.closeEmptyPage();
    }

    /** Bytes of the slots and pages that hold records. */
    long usedBytes() {
        return usedBytes;
    }

    long heapBytes() {
        return spans.heapBytes() + live.length * 12L;
    }
}
