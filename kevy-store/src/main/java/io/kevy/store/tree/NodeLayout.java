package io.kevy.store.tree;

import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where things are in the blocks of a {@link CountedTree}.
 *
 * <pre>
 *  0  int   epoch, the memory's
 *  4  byte  entries
 *  5  byte  room: entries there is space for
 *  6  byte  level: 0 in a leaf
 *  8  entries:  leaf   long  weight &lt;&lt; 42 | child     inner  long  child
 *                      keyWords longs                         long  weight of all below the child
 *                                                             keyWords longs, the first below it
 * </pre>
 */
final class NodeLayout {
    /** Makes full nodes fill their size classes: 512 bytes, 1 KiB, 1.5 KiB. */
    static final int ENTRIES_MAX = 63;

    static final int HEADER_BYTES = 8;
    static final int CHILD_BITS = PageMap.ADDRESS_BITS;
    static final long CHILD_MASK = (1L << CHILD_BITS) - 1;
    static final int WEIGHT_MAX = (1 << (Long.SIZE - CHILD_BITS)) - 1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    final int keyWords;
    private final int leafEntryBytes;
    private final int innerEntryBytes;

    NodeLayout(int keyWords) {
        this.keyWords = keyWords;
        leafEntryBytes = Long.BYTES * (1 + keyWords);
        innerEntryBytes = Long.BYTES * (2 + keyWords);
    }

    int entryBytes(int level) {
        return level == 0 ? leafEntryBytes : innerEntryBytes;
    }

    /** Bytes of a node with room for so many entries. */
    int bytes(int level, int room) {
        return HEADER_BYTES + room * entryBytes(level);
    }

    /** Bytes of the largest node. */
    int bytesMax() {
        return HEADER_BYTES + ENTRIES_MAX * innerEntryBytes;
    }

    static void begin(MemorySegment page, long node, int level, int room) {
        long base = PageMap.offset(node);
        page.set(BYTE, base + 4, (byte) 0);
        page.set(BYTE, base + 5, (byte) room);
        page.set(BYTE, base + 6, (byte) level);
        page.set(BYTE, base + 7, (byte) 0);
    }

    static int count(MemorySegment page, long node) {
        return page.get(BYTE, PageMap.offset(node) + 4);
    }

    static void count(MemorySegment page, long node, int count) {
        page.set(BYTE, PageMap.offset(node) + 4, (byte) count);
    }

    static int room(MemorySegment page, long node) {
        return page.get(BYTE, PageMap.offset(node) + 5);
    }

    static int level(MemorySegment page, long node) {
        return page.get(BYTE, PageMap.offset(node) + 6);
    }

    /** Where in its page an entry begins. */
    long entry(long node, int level, int index) {
        return PageMap.offset(node) + HEADER_BYTES + (long) index * entryBytes(level);
    }

    static long child(MemorySegment page, long entry) {
        return page.get(LONG, entry) & CHILD_MASK;
    }

    static long weight(MemorySegment page, long entry, int level) {
        return level == 0
                ? page.get(LONG, entry) >>> CHILD_BITS
                : page.get(LONG, entry + Long.BYTES);
    }

    static void child(MemorySegment page, long entry, long child) {
        page.set(LONG, entry, (page.get(LONG, entry) & ~CHILD_MASK) | child);
    }

    static void write(MemorySegment page, long entry, int level, long child, long weight) {
        if (level == 0) {
            page.set(LONG, entry, (weight << CHILD_BITS) | child);
        } else {
            page.set(LONG, entry, child);
            page.set(LONG, entry + Long.BYTES, weight);
        }
    }

    long key(MemorySegment page, long entry, int level, int word) {
        return page.get(LONG, entry + keyOffset(level) + (long) word * Long.BYTES);
    }

    void key(MemorySegment page, long entry, int level, int word, long value) {
        page.set(LONG, entry + keyOffset(level) + (long) word * Long.BYTES, value);
    }

    private static int keyOffset(int level) {
        return level == 0 ? Long.BYTES : 2 * Long.BYTES;
    }

    /** The weight of all entries of a node. */
    long weight(PageMap pages, long node) {
        var page = pages.page(node);
        int level = level(page, node);
        int count = count(page, node);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weight(page, entry(node, level, i), level);
        }
        return sum;
    }
}
