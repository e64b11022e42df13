package io.kevy.store.memory;

import static io.kevy.store.memory.SpanTable.FREED;
import static io.kevy.store.memory.SpanTable.LIVE;
import static io.kevy.store.memory.SpanTable.NONE;
import static io.kevy.store.memory.SpanTable.STATE;
import static io.kevy.store.memory.SpanTable.UNUSED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of any size in native memory, allocated and freed in constant time.
 *
 * <p>A span holds slots of one size class: a list of freed slots, threaded through their first four
 * bytes, in front of a part never used. An empty span goes back to the {@link SpanPool} for any
 * class. A block above {@link #slotBytesMax} has a page of its own, which is closed some time after
 * it was freed, and may serve a block of just its size until then.
 */
final class Slab {

    private static final ValueLayout.OfInt LINK = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int PAGE_SLOTS_MIN_SHIFT = 3;

    private final Pages pages;
    private final SpanPool spans;
    private final SpanTable table;
    private final int[] withRoom;
    private final int slotBytesMax;
    private final boolean poison;
    private final long[] live = new long[SizeClasses.COUNT];
    private long usedBytes;

    /** What {@link #reserve} promised and was not allocated since. */
    private long promisedBytes;

    private long promisedBlocks;

    Slab(Pages pages, SpanPool spans, boolean poison) {
        this.pages = pages;
        this.spans = spans;
        this.poison = poison;
        table = spans.table();
        withRoom = spans.withRoom();
        slotBytesMax = Math.min(SizeClasses.BYTES_MAX,
                spans.unitsPerPage() << (SpanTable.UNIT_SHIFT - PAGE_SLOTS_MIN_SHIFT));
    }

    /**
     * The address of at least so many bytes, 1 or more; their content is undefined.
     *
     * @throws OutOfMemoryError when the page source has no more; nothing has changed then
     */
    long allocate(long bytes) {
        return bytes <= slotBytesMax ? allocateSlot((int) bytes) : allocatePage(rounded(bytes));
    }

    void free(long address) {
        int[] ofPage = table.ofPage((int) (address >>> PageMap.PAGE_SHIFT));
        if (ofPage.length != 0) {
            freeSlot(ofPage, address);
        } else {
            freePage(address);
        }
    }

    /** How many bytes the block at the address may have without moving. */
    long capacity(long address) {
        int[] ofPage = table.ofPage((int) (address >>> PageMap.PAGE_SHIFT));
        return ofPage.length != 0
                ? SizeClasses.bytes(ofPage[SpanTable.at(SpanTable.unit(address)) + STATE])
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

    /** The largest block that shares its page with others. */
    int slotBytesMax() {
        return slotBytesMax;
    }

    private long allocateSlot(int bytes) {
        int sizeClass = SizeClasses.of(bytes);
        int slotBytes = SizeClasses.bytes(sizeClass);
        int span = withRoom[sizeClass];
        if (span == NONE) {
            span = openSpan(sizeClass);
        }
        int[] ofPage = table.of(span);
        int at = SpanTable.at(span);
        long base = SpanTable.address(span);
        int slot = ofPage[at + FREED];
        if (slot != NONE) {
            var page = pages.at(base);
            long offset = PageMap.offset(base) + slot;
            if (poison) {
                Poison.check(page, offset, slotBytes);
            }
            ofPage[at + FREED] = page.get(LINK, offset);
        } else {
            slot = ofPage[at + UNUSED];
            ofPage[at + UNUSED] = slot + slotBytes;
        }
        ofPage[at + LIVE]++;
        if (SpanTable.isFull(ofPage, at, sizeClass)) {
            spans.filled(span, sizeClass);
        }
        live[sizeClass]++;
        usedBytes += slotBytes;
        promisedBytes -= slotBytes;
        promisedBlocks--;
        if (poison) {
            Poison.allocate(pages.at(base), PageMap.offset(base) + slot, slotBytes);
        }
        return base + slot;
    }

    private int openSpan(int sizeClass) {
        while (withRoom[sizeClass] == NONE) {
            int span = spans.take(SizeClasses.order(sizeClass), sizeClass);
            if (span == NONE) {
                spans.extend();
                continue;
            }
            int[] ofPage = table.of(span);
            int at = SpanTable.at(span);
            ofPage[at + LIVE] = 0;
            ofPage[at + FREED] = NONE;
            ofPage[at + UNUSED] = 0;
            spans.hasRoom(span, sizeClass);
        }
        return withRoom[sizeClass];
    }

    private void freeSlot(int[] ofPage, long address) {
        int unit = SpanTable.unit(address);
        int sizeClass = ofPage[SpanTable.at(unit) + STATE];
        int order = SizeClasses.order(sizeClass);
        int slotBytes = SizeClasses.bytes(sizeClass);
        int span = unit & -(1 << order);
        int at = SpanTable.at(span);
        int slot = (int) (address - SpanTable.address(span));
        var page = pages.at(address);
        if (poison) {
            checkSlot(ofPage, at, slot, slotBytes);
            Poison.free(page, PageMap.offset(address), slotBytes);
        }
        if (SpanTable.isFull(ofPage, at, sizeClass)) {
            spans.hasRoom(span, sizeClass);
        }
        page.set(LINK, PageMap.offset(address), ofPage[at + FREED]);
        ofPage[at + FREED] = slot;
        live[sizeClass]--;
        usedBytes -= slotBytes;
        if (--ofPage[at + LIVE] == 0) {
            if (poison) {
                checkFreed(page, ofPage[at + FREED], SpanTable.address(span), slotBytes);
            }
            spans.give(span, order, sizeClass);
        }
    }

    private static void checkSlot(int[] ofPage, int at, int slot, int slotBytes) {
        if (slot % slotBytes != 0 || slot >= ofPage[at + UNUSED] || ofPage[at + LIVE] == 0) {
            throw new AssertionError("freed what is no block, at " + slot + " of its span");
        }
    }

    private static void checkFreed(MemorySegment page, int first, long base, int slotBytes) {
        for (int slot = first; slot != NONE;) {
            long offset = PageMap.offset(base) + slot;
            Poison.check(page, offset, slotBytes);
            slot = page.get(LINK, offset);
        }
    }

    private long allocatePage(long pageBytes) {
        int page = pages.takeLeft(pageBytes);
        if (page == Pages.NONE) {
            pages.closeLeft();
            page = pages.open(pageBytes);
        } else if (poison) {
            Poison.check(pages.map().at(page), 0, pageBytes);
        }
        usedBytes += pageBytes;
        long address = (long) page << PageMap.PAGE_SHIFT;
        if (poison) {
            Poison.allocate(pages.at(address), 0, pageBytes);
        }
        return address;
    }

    private void freePage(long address) {
        var segment = pages.at(address);
        long pageBytes = segment.byteSize();
        if (pageBytes == 0 || PageMap.offset(address) != 0) {
            throw new AssertionError("freed what is no block: " + Long.toHexString(address));
        }
        if (poison) {
            Poison.free(segment, 0, pageBytes);
        }
        usedBytes -= pageBytes;
        pages.leave((int) (address >>> PageMap.PAGE_SHIFT));
    }

    /** Whether an earlier {@link #reserve} promised as much, and it is still there. */
    boolean isPromised(long bytes, int blocks) {
        return bytes <= promisedBytes && blocks <= promisedBlocks;
    }

    /** What was promised is not needed any more. */
    void promiseNothing() {
        promisedBytes = 0;
        promisedBlocks = 0;
        spans.reserve(0, 0);
    }

    /** A block just allocated was not one of those promised. */
    void wasBeside(long slotBytes) {
        promisedBytes += slotBytes;
        promisedBlocks++;
    }

    /**
     * Makes sure that so many units beside what slots of so many bytes in so many blocks need are
     * free. Each class met may need a first span. The spans beyond the first of each class take at
     * most 9/8 of their slots' bytes, for at least 8 slots fill a span but for a part of one. A
     * span longer than a unit is shorter than 16 of its slots, and those of all classes together
     * are {@link SizeClasses#LONG_SPANS_UNITS} long.
     */
    void reserve(long bytes, int blocks, int unitsBeside) {
        int largest = Math.clamp(bytes, 1, slotBytesMax);
        int order = SizeClasses.order(SizeClasses.of(largest));
        long firstSpans = Math.min(blocks, SizeClasses.SHORT_SPANS);
        if (order > 0) {
            firstSpans += Math.min(bytes >>> (SpanTable.UNIT_SHIFT - 4),
                    Math.min((long) blocks << order, SizeClasses.LONG_SPANS_UNITS));
        }
        long further = (bytes + (bytes >>> 3)) >>> SpanTable.UNIT_SHIFT;
        promisedBlocks = 0;
        spans.reserve(firstSpans + further + unitsBeside, order);
        promisedBytes = bytes;
        promisedBlocks = blocks;
    }

    /** How many units the blocks in use would take if none of the spans but one a class had room. */
    long unitsNeeded() {
        long units = 0;
        for (int i = 0; i < SizeClasses.COUNT; i++) {
            int slots = SizeClasses.slotsPerSpan(i);
            units += ((live[i] + slots - 1) / slots) << SizeClasses.order(i);
        }
        return units;
    }

    /** Bytes of the slots and pages in use. */
    long usedBytes() {
        return usedBytes;
    }
}
