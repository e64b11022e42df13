package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The smallest structure that uses all of {@link Memory}: a stamped root of 32 addresses of stamped
 * leaves of 16 slots, each the address of a record and its young bit. A record is an int length
 * and bytes that follow from a seed.
 */
final class SampleTable {
    static final int LEAVES = 32;
    static final int LEAF_SLOTS = 16;
    static final int SLOTS = LEAVES * LEAF_SLOTS;
    static final int HEAD = 8;
    static final int ROOT_BYTES = HEAD + LEAVES * 8;
    static final int LEAF_BYTES = HEAD + LEAF_SLOTS * 8;
    private static final long YOUNG = 1;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /** What a record holds; the length counts its head of 8 bytes. */
    record Content(long seed, int length) {
        static final Content NONE = new Content(0, 0);

        boolean isNone() {
            return length == 0;
        }
    }

    /** The model of an empty table. */
    static List<Content> emptyModel() {
        return new ArrayList<>(Collections.nCopies(SLOTS, Content.NONE));
    }

    private final Memory memory;
    private final int rootKind;
    private final int leafKind;
    private long root;

    SampleTable(Memory memory) {
        this.memory = memory;
        leafKind = memory.register(leaf -> {
            for (int i = 0; i < LEAF_SLOTS; i++) {
                long record = slot(memory.pages(), leaf, i) & ~YOUNG;
                if (record != 0) {
                    memory.free(record, Memory.PLAIN);
                }
            }
            memory.free(leaf, Memory.PLAIN);
        });
        rootKind = memory.register(block -> {
            for (int i = 0; i < LEAVES; i++) {
                long leaf = slot(memory.pages(), block, i);
                if (leaf != 0) {
                    memory.free(leaf, leafKind());
                }
            }
            memory.free(block, Memory.PLAIN);
        });
    }

    private int leafKind() {
        return leafKind;
    }

    long root() {
        return root;
    }

    private static long slot(PageMap pages, long block, int i) {
        return pages.page(block).get(LONG, PageMap.offset(block) + HEAD + 8L * i);
    }

    private void slot(long block, int i, long value) {
        memory.page(block).set(LONG, PageMap.offset(block) + HEAD + 8L * i, value);
    }

    private long newBlock(int bytes) {
        long block = memory.allocate(bytes);
        for (int i = 0; i < (bytes - HEAD) / 8; i++) {
            slot(block, i, 0);
        }
        return block;
    }

    private long newRecord(Content content) {
        long record = memory.allocateRecord(content.length());
        write(record, content);
        return record;
    }

    private void write(long record, Content content) {
        var page = memory.page(record);
        long at = PageMap.offset(record);
        page.set(INT, at, content.length());
        for (int i = HEAD; i < content.length(); i++) {
            page.set(BYTE, at + i, byteAt(content, i));
        }
        page.set(INT, at + 4, (int) content.seed());
    }

    private static byte byteAt(Content content, int i) {
        return (byte) (content.seed() >>> ((i & 7) * 8));
    }

    /** The owned leaf of the slot, linked to the owned root. */
    private long ownedLeaf(int index) {
        if (root == 0) {
            root = newBlock(ROOT_BYTES);
        }
        root = memory.own(root);
        long leaf = slot(memory.pages(), root, index / LEAF_SLOTS);
        long owned = leaf == 0 ? newBlock(LEAF_BYTES) : memory.own(leaf);
        if (owned != leaf) {
            for (int i = 0; i < LEAF_SLOTS; i++) {
                slot(owned, i, slot(memory.pages(), owned, i) & ~YOUNG);
            }
            slot(root, index / LEAF_SLOTS, owned);
        }
        return owned;
    }

    /** Fails as a whole when there is no memory. */
    void put(int index, Content content) {
        long record = newRecord(content);
        try {
            long leaf = ownedLeaf(index);
            replace(leaf, index % LEAF_SLOTS, record | YOUNG);
        } catch (OutOfMemoryError e) {
            memory.free(record, Memory.PLAIN);
            throw e;
        }
    }

    /** Changes the record in place where that is allowed; the length stays. */
    void rewrite(int index, Content content) {
        long leaf = ownedLeaf(index);
        long slot = slot(memory.pages(), leaf, index % LEAF_SLOTS);
        if (memory.ownsRecord((slot & YOUNG) != 0)) {
            write(slot & ~YOUNG, content);
        } else {
            replace(leaf, index % LEAF_SLOTS, newRecord(content) | YOUNG);
        }
    }

    void remove(int index) {
        replace(ownedLeaf(index), index % LEAF_SLOTS, 0);
    }

    private void replace(long leaf, int i, long slot) {
        long old = slot(memory.pages(), leaf, i);
        if (old != 0) {
            memory.discardRecord(old & ~YOUNG, (old & YOUNG) != 0);
        }
        slot(leaf, i, slot);
    }

    void clear() {
        if (root != 0) {
            memory.discardTree(root, rootKind);
            root = 0;
        }
    }

    /** Moves what lies sparse, for which the blocks above it are owned; returns how many it moved. */
    int compact() {
        int moved = 0;
        if (root == 0) {
            return moved;
        }
        for (int index = 0; index < SLOTS; index++) {
            long leaf = slot(memory.pages(), root, index / LEAF_SLOTS);
            if (leaf == 0) {
                index += LEAF_SLOTS - 1;
                continue;
            }
            long record = slot(memory.pages(), leaf, index % LEAF_SLOTS) & ~YOUNG;
            if (record != 0 && memory.isSparse(record)) {
                long owned = ownedLeaf(index);
                long copy = copyOf(record);
                replace(owned, index % LEAF_SLOTS, copy | YOUNG);
                moved++;
            }
            leaf = slot(memory.pages(), root, index / LEAF_SLOTS);
            if (index % LEAF_SLOTS == 0 && memory.isSparse(leaf)) {
                moveLeaf(index);
            }
        }
        if (memory.isSparse(root)) {
            long old = memory.own(root);
            root = old;
            long copy = memory.allocate(ROOT_BYTES);
            copyBody(old, copy, ROOT_BYTES);
            root = copy;
            memory.discard(old);
        }
        return moved;
    }

    private void moveLeaf(int index) {
        long leaf = ownedLeaf(index);
        long copy = memory.allocate(LEAF_BYTES);
        copyBody(leaf, copy, LEAF_BYTES);
        slot(root, index / LEAF_SLOTS, copy);
        memory.discard(leaf);
    }

    private void copyBody(long from, long to, long bytes) {
        MemorySegment.copy(memory.page(from), PageMap.offset(from) + HEAD,
                memory.page(to), PageMap.offset(to) + HEAD, bytes - HEAD);
    }

    private long copyOf(long record) {
        long bytes = memory.page(record).get(INT, PageMap.offset(record));
        long copy = memory.allocateRecord(bytes);
        MemorySegment.copy(memory.page(record), PageMap.offset(record),
                memory.page(copy), PageMap.offset(copy), bytes);
        return copy;
    }

    /** Compares what the root leads to with the model. */
    static void check(PageMap pages, long root, List<Content> model) {
        for (int index = 0; index < SLOTS; index++) {
            long leaf = root == 0 ? 0 : slot(pages, root, index / LEAF_SLOTS);
            long record = leaf == 0 ? 0 : slot(pages, leaf, index % LEAF_SLOTS) & ~YOUNG;
            checkRecord(pages, record, index, model.get(index));
        }
    }

    private static void checkRecord(PageMap pages, long record, int index, Content content) {
        if (content.isNone() || record == 0) {
            if (!content.isNone() || record != 0) {
                throw new AssertionError("slot " + index + " holds " + record + ", not " + content);
            }
            return;
        }
        var page = pages.page(record);
        long at = PageMap.offset(record);
        boolean same = page.get(INT, at) == content.length()
                && page.get(INT, at + 4) == (int) content.seed();
        for (int i = HEAD; same && i < content.length(); i++) {
            same = page.get(BYTE, at + i) == byteAt(content, i);
        }
        if (!same) {
            throw new AssertionError("slot " + index + " does not hold " + content);
        }
    }

    /** Bytes of all that the root leads to. */
    long reachableBytes() {
        if (root == 0) {
            return 0;
        }
        long bytes = memory.capacity(root);
        for (int i = 0; i < LEAVES; i++) {
            long leaf = slot(memory.pages(), root, i);
            if (leaf == 0) {
                continue;
            }
            bytes += memory.capacity(leaf);
            for (int j = 0; j < LEAF_SLOTS; j++) {
                long record = slot(memory.pages(), leaf, j) & ~YOUNG;
                bytes += record == 0 ? 0 : memory.capacity(record);
            }
        }
        return bytes;
    }
}
