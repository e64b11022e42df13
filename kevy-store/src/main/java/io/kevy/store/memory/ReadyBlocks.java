package io.kevy.store.memory;

/**
 * The blocks that nobody sees and that are to be taken apart: a stack in {@link Chunks}, so that a
 * tree is taken apart depth first and no more than its height times its branching waits.
 */
final class ReadyBlocks {
    private final Chunks chunks;
    private long top;
    private int count;

    ReadyBlocks(Chunks chunks) {
        this.chunks = chunks;
    }

    boolean isEmpty() {
        return top == 0;
    }

    /** Whether there was room for it. */
    boolean push(long entry) {
        if ((top == 0 || count == Chunks.ENTRIES) && !addChunk()) {
            return false;
        }
        chunks.entry(top, count++, entry);
        return true;
    }

    private boolean addChunk() {
        long chunk;
        try {
            chunk = chunks.take();
        } catch (OutOfMemoryError e) {
            return false;
        }
        chunks.next(chunk, top);
        top = chunk;
        count = 0;
        return true;
    }

    /** There must be one. */
    long pop() {
        long entry = chunks.entry(top, --count);
        if (count == 0) {
            long chunk = top;
            top = chunks.next(chunk);
            count = Chunks.ENTRIES;
            chunks.give(chunk);
        }
        return entry;
    }
}
