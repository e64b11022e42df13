package io.kevy.store.memory;

/**
 * The blocks that a view may still see, in the order in which they were given back: a queue in
 * {@link Chunks}. All entries of a chunk were added in one epoch, so epochs only grow along the
 * queue and what is behind its head need not be looked at.
 */
final class ParkedBlocks {
    private final Chunks chunks;
    private final Slab slab;
    private long bytes;
    private long head;
    private int headStart;
    private int headEpoch;
    private long tail;
    private int tailEnd;
    private int tailEpoch;

    ParkedBlocks(Chunks chunks, Slab slab) {
        this.chunks = chunks;
        this.slab = slab;
    }

    /** Bytes of the blocks themselves, not of what is below them. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return head == 0;
    }

    /**
     * Adds what was given back in the epoch.
     *
     * @throws OutOfMemoryError when there is no chunk for it; nothing has changed then
     */
    void add(long entry, int epoch) {
        if (tail == 0 || tailEnd == Chunks.ENTRIES || tailEpoch != epoch) {
            addChunk(epoch);
        }
        chunks.entry(tail, tailEnd++, entry);
        bytes += slab.capacity(Chunks.address(entry));
    }

    private void addChunk(int epoch) {
        long chunk = chunks.take();
        chunks.next(chunk, 0);
        chunks.epoch(chunk, epoch);
        if (tail == 0) {
            head = chunk;
            headStart = 0;
            headEpoch = epoch;
        } else {
            chunks.next(tail, chunk);
            chunks.count(tail, tailEnd);
        }
        tail = chunk;
        tailEnd = 0;
        tailEpoch = epoch;
    }

    /** Takes all blocks of another queue over, as given back in the epoch; never fails. */
    void addAll(ParkedBlocks others, int epoch) {
        if (others.isEmpty()) {
            return;
        }
        for (long chunk = others.head; chunk != others.tail; chunk = chunks.next(chunk)) {
            chunks.epoch(chunk, epoch);
        }
        chunks.epoch(others.tail, epoch);
        if (tail == 0) {
            head = others.head;
            headStart = others.headStart;
            headEpoch = epoch;
        } else {
            chunks.next(tail, others.head);
            chunks.count(tail, tailEnd);
        }
        tail = others.tail;
        tailEnd = others.tailEnd;
        tailEpoch = epoch;
        bytes += others.bytes;
        others.head = 0;
        others.tail = 0;
        others.bytes = 0;
    }

    /** When the first one was given back; there must be one. */
    int firstEpoch() {
        return headEpoch;
    }

    /** There must be one. */
    long removeFirst() {
        long entry = chunks.entry(head, headStart++);
        if (headStart == (head == tail ? tailEnd : chunks.count(head))) {
            removeChunk();
        }
        bytes -= slab.capacity(Chunks.address(entry));
        return entry;
    }

    private void removeChunk() {
        long chunk = head;
        if (chunk == tail) {
            head = 0;
            tail = 0;
        } else {
            head = chunks.next(chunk);
            headStart = 0;
            headEpoch = chunks.epoch(head);
        }
        chunks.give(chunk);
    }
}
