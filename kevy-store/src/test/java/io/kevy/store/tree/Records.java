package io.kevy.store.tree;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Records with a number in them, as children of a tree. */
record Records(Memory memory) implements Children {
    private static final int BYTES = 16;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    long add(long number) {
        long address = memory.allocateRecord(BYTES);
        var page = memory.page(address);
        page.set(LONG, PageMap.offset(address), number);
        page.set(LONG, PageMap.offset(address) + 8, ~number);
        return address | YOUNG;
    }

    /** Writes another number, in place if no view sees the record; the leaf is owned. */
    long changed(long child, long number) {
        if (memory.ownsRecord((child & YOUNG) != 0)) {
            long address = child & -8;
            var page = memory.page(address);
            page.set(LONG, PageMap.offset(address), number);
            page.set(LONG, PageMap.offset(address) + 8, ~number);
            return child;
        }
        long added = add(number);
        discard(child);
        return added;
    }

    static long number(PageMap pages, long child) {
        long address = child & -8;
        var page = pages.page(address);
        long number = page.get(LONG, PageMap.offset(address));
        if (page.get(LONG, PageMap.offset(address) + 8) != ~number) {
            throw new AssertionError("a record that is none");
        }
        return number;
    }

    @Override
    public void discard(long child) {
        memory.discardRecord(child & -8, (child & YOUNG) != 0);
    }

    @Override
    public void free(long child) {
        memory.free(child & -8, Memory.PLAIN);
    }

    @Override
    public boolean isSparse(long child) {
        return memory.isSparse(child & -8);
    }

    @Override
    public long moved(long child) {
        long target = memory.allocateRecord(BYTES);
        long source = child & -8;
        MemorySegment.copy(memory.page(source), PageMap.offset(source), memory.page(target),
                PageMap.offset(target), BYTES);
        discard(child);
        return target | YOUNG;
    }
}
