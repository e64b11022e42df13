package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * The native memory of one store, in blocks, and the rule by which they are changed: every block
 * carries the epoch that made it, a writer changes only blocks that no open view can see and copies
 * any other first.
 *
 * <p>Two kinds of blocks. A <em>stamped</em> one has its epoch as its first {@code int}; {@link
 * #own} makes it changeable. A <em>record</em> has no such word: a bit in the slot that points to it
 * says whether it was made after the block that holds the slot was made or copied ("young").
 *
 * <p>One thread, except where a {@link Hold} says otherwise.
 */
public final class Memory implements AutoCloseable {
    /** A block that refers to nothing; the kind of all records and nodes freed one by one. */
    public static final int PLAIN = 0;

    private static final int KINDS = 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Pages pages;
    private final Slab slab;
    private final Epochs epochs = new Epochs();
    private final Dismantler[] dismantlers = new Dismantler[KINDS];
    private int kinds = 1;

    private record Parked(long address, int kind, int epoch) {}

    private final ArrayDeque<Parked> parked = new ArrayDeque<>();
    private final ArrayDeque<Parked> ready = new ArrayDeque<>();

    private Memory(PageSource source, boolean poison) {
        pages = new Pages(source);
        slab = new Slab(pages, poison);
    }

    /**
     * Memory with nothing in it.
     *
     * @param poison whether freed blocks are filled with a pattern that is checked when they are
     *     used again
     */
    public static Memory open(PageSource source, boolean poison) {
        return open(source, poison, PageMap.PAGE_BYTES);
    }

    /**
     * Memory with nothing in it, in pages of so many bytes: a power of two from 64 KiB to 4 MiB.
     * Blocks above an eighth of a page, or above 128 KiB, have a page of their own.
     */
    public static Memory open(PageSource source, boolean poison, long pageBytes) {
        return new Memory(source, poison);
    }

    // Reading

    /** The writer's map of pages. */
    public PageMap pages() {
        return pages.map();
    }

    /** The page that the block lies in; its bytes begin at {@link PageMap#offset}. */
    public MemorySegment page(long address) {
        return pages.at(address);
    }

    // Blocks

    /** A stamped block of at least so many bytes, 8 or more; undefined but for its stamp. */
    public long allocate(long bytes) {
        long address = slab.allocate(bytes);
        stamp(address);
        return address;
    }

    /** A record of at least so many bytes, undefined. */
    public long allocateRecord(long bytes) {
        return slab.allocate(bytes);
    }

    /** Bytes that the block or record at the address may have. */
    public long capacity(long address) {
        return slab.capacity(address);
    }

    /** Bytes that an allocation of so many bytes really takes. */
    public static long rounded(long bytes) {
        return Slab.rounded(bytes);
    }

    private void stamp(long address) {
        page(address).set(INT, PageMap.offset(address), epochs.current());
    }

    /** Whether no open view sees the stamped block, so that it may be changed. */
    public boolean isOwned(long address) {
        return !epochs.isFrozen(page(address).get(INT, PageMap.offset(address)));
    }

    /**
     * The stamped block itself when it {@link #isOwned}, else a copy of it with the current stamp; the
     * block copied is discarded. Whoever points to the block must point to the result.
     *
     * @throws OutOfMemoryError when there is no room for the copy; nothing has changed then
     */
    public long own(long address) {
        if (isOwned(address)) {
            return address;
        }
        long bytes = slab.capacity(address);
        long copy = slab.allocate(bytes);
        MemorySegment.copy(
                page(address), PageMap.offset(address), page(copy), PageMap.offset(copy), bytes);
        stamp(copy);
        discard(address);
        return copy;
    }

    /**
     * Whether a record may be changed in place that an owned block refers to.
     *
     * @param young the bit of the slot
     */
    public boolean ownsRecord(boolean young) {
        return young || epochs.openViews() == 0;
    }

    // Giving back

    /** Frees a stamped block that the newest state no longer refers to, as soon as no view sees it. */
    public void discard(long address) {
        if (isOwned(address)) {
            slab.free(address);
        } else {
            parked.add(new Parked(address, PLAIN, epochs.current()));
        }
    }

    /** The same for a record, that an owned block referred to. */
    public void discardRecord(long address, boolean young) {
        if (ownsRecord(young)) {
            slab.free(address);
        } else {
            parked.add(new Parked(address, PLAIN, epochs.current()));
        }
    }

    /**
     * Frees all of a structure that the newest state no longer refers to, step by step in {@link
     * #reclaim}, as soon as no view sees it.
     *
     * @param kind what its root is, as {@link #register} said
     */
    public void discardTree(long root, int kind) {
        parked.add(new Parked(root, kind, epochs.current()));
    }

    /** A kind of block that refers to others, 1 to 7. */
    public int register(Dismantler dismantler) {
        dismantlers[kinds] = dismantler;
        return kinds++;
    }

    /** Frees a block that nobody sees; now if it is {@link #PLAIN}, else with all below it, in steps. */
    public void free(long address, int kind) {
        if (kind == PLAIN) {
            slab.free(address);
        } else {
            ready.push(new Parked(address, kind, 0));
        }
    }

    /**
     * Frees what no view sees any more, and gives empty pages back, until there is nothing more to do
     * or the budget is spent.
     *
     * @return whether there is more to do at once
     */
    public boolean reclaim(BooleanSupplier spent) {
        epochs.refresh();
        while (!spent.getAsBoolean()) {
            var next = ready.poll();
            if (next != null) {
                dismantlers[next.kind()].dismantle(next.address());
                continue;
            }
            var head = parked.peek();
            if (head == null || !epochs.isForgotten(head.epoch())) {
                return slab.closeEmptyPage();
            }
            parked.remove();
            free(head.address(), head.kind());
        }
        return true;
    }

    /**
     * Makes sure that allocations that take so many bytes in so many blocks will not fail.
     *
     * @throws OutOfMemoryError when there is no room for them; nothing has changed then
     */
    public void reserve(long bytes, int blocks) {
        // Every allocation asks for itself.
    }

    // Views

    /** Everything as it is now, at a cost that does not depend on its size. */
    public Hold freeze() {
        var hold = new Hold(pages, epochs.current());
        epochs.freeze(hold);
        return hold;
    }

    /** Holds not closed yet. */
    public int openHolds() {
        return epochs.openViews();
    }

    // Compaction

    /**
     * Whether moving blocks together would give much memory back. False while a hold is open, for
     * nothing that is moved then gives anything back.
     */
    public boolean isWorthCompacting() {
        return false;
    }

    /**
     * Chooses the pages that are to be emptied, step by step until the budget is spent.
     *
     * @return whether the choice is made: from now on whoever walks over the blocks moves those that
     *     are {@link #isSparse}, and calls {@link #endCompaction} at the end; false: call again
     */
    public boolean beginCompaction(BooleanSupplier spent) {
        return true;
    }

    /** Pages that were not emptied are used again like any other. */
    public void endCompaction() {}

    /**
     * Whether the block or record lies where little else is, so that moving it gives memory back:
     * whoever comes across it moves it if that is easy.
     */
    public boolean isSparse(long address) {
        return false;
    }

    // Figures

    /** Bytes of the blocks that are in use or wait to be freed. */
    public long usedBytes() {
        return slab.usedBytes();
    }

    /** Bytes of the blocks that wait until no view sees them; of trees, their roots only. */
    public long parkedBytes() {
        return 0;
    }

    /** Bytes of heap, about, that the memory is administered with. */
    public long heapBytes() {
        return slab.heapBytes();
    }

    /** Bytes taken from the page source. */
    public long committedBytes() {
        return pages.bytes();
    }

    /** The pages are closed as soon as no hold is open. Idempotent. */
    @Override
    public void close() {
        pages.letGo();
    }
}
