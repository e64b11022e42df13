package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
 * <p>Beneath are {@link PageMap pages}, cut into spans of slots of one size. Blocks that a view
 * still sees are parked and freed later, in {@link #reclaim}; so are structures, a block at a time.
 * Neither takes heap, nor does anything else for each block: an operation allocates on the heap only
 * when it opens a page.
 *
 * <p>One thread, except where a {@link Hold} says otherwise. Limits: 4 TiB, 2<sup>31</sup> freezes.
 * An {@link OutOfMemoryError} says that the page source refused; nothing has changed then.
 */
public final class Memory implements AutoCloseable {
    /** A block that refers to nothing; the kind of all records and nodes freed one by one. */
    public static final int PLAIN = 0;

    /** The largest block that {@link #reserve} provides for, when pages have their full length. */
    public static final int RESERVABLE_BYTES_MAX = SizeClasses.BYTES_MAX;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    /** What is done in reclaiming between two looks at the budget, in plain blocks freed. */
    private static final int WORK_BETWEEN_LOOKS = 16;

    private static final int WORK_OF_DISMANTLING = 8;

    private final Pages pages;
    private final PageMap map;
    private final SpanPool spans;
    private final Slab slab;
    private final Epochs epochs = new Epochs();
    private final Chunks chunks;
    private final ParkedBlocks parked;
    private final ReadyBlocks ready;
    private final Compaction compaction;
    private final Dismantler[] dismantlers = new Dismantler[Chunks.KINDS];
    private int kinds = 1;
    private boolean closed;

    /** Where what is parked goes. */
    private ParkedBlocks parking;

    private Memory(PageSource source, boolean poison, int pageOrder) {
        pages = new Pages(source);
        map = pages.map();
        spans = new SpanPool(pages, pageOrder);
        slab = new Slab(pages, spans, poison);
        chunks = new Chunks(pages, slab);
        parked = new ParkedBlocks(chunks, slab);
        parking = parked;
        ready = new ReadyBlocks(chunks);
        compaction = new Compaction(pages, spans, slab);
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
        if (Long.bitCount(pageBytes) != 1 || pageBytes < SpanTable.UNIT_BYTES
                || pageBytes > PageMap.PAGE_BYTES) {
            throw new IllegalArgumentException("pages of " + pageBytes + " bytes");
        }
        int pageOrder = Long.numberOfTrailingZeros(pageBytes) - SpanTable.UNIT_SHIFT;
        return new Memory(source, poison, pageOrder);
    }

    // Reading

    /** The pages, for the writer and all views. */
    public PageMap pages() {
        return map;
    }

    /** The page that the block lies in; its bytes begin at {@link PageMap#offset}. */
    public MemorySegment page(long address) {
        return map.page(address);
    }

    // Blocks

    /** A stamped block of at least so many bytes, 8 or more; undefined but for its stamp. */
    public long allocate(long bytes) {
        long address = slab.allocate(bytes);
        stamp(address);
        return address;
    }

    /** A record of at least so many bytes, 1 or more; undefined. */
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
        return isOwned(address) ? address : copy(address);
    }

    private long copy(long address) {
        chunks.fill();
        long bytes = slab.capacity(address);
        long copy = slab.allocate(bytes);
        MemorySegment.copy(
                page(address), PageMap.offset(address), page(copy), PageMap.offset(copy), bytes);
        stamp(copy);
        park(address, PLAIN);
        return copy;
    }

    /**
     * Whether a record may be changed in place that an owned block refers to.
     *
     * @param young the bit of the slot
     */
    public boolean ownsRecord(boolean young) {
        return young || !epochs.isAnyOpen();
    }

    // Giving back

    /**
     * Frees a stamped block that the newest state no longer refers to, as soon as no view sees it.
     *
     * <p>This and its like do not fail after an {@link #own} that copied, or a {@link #reserve}:
     * room for 4,000 blocks to wait in is kept then. Without one, they may find no memory when a view
     * is open; nothing has changed then.
     */
    public void discard(long address) {
        if (isOwned(address)) {
            slab.free(address);
        } else {
            park(address, PLAIN);
        }
    }

    /** The same for a record, that an owned block referred to. */
    public void discardRecord(long address, boolean young) {
        if (ownsRecord(young)) {
            slab.free(address);
        } else {
            park(address, PLAIN);
        }
    }

    /**
     * Frees all of a structure that the newest state no longer refers to, step by step in {@link
     * #reclaim}, as soon as no view sees it.
     *
     * @param kind what its root is, as {@link #register} said
     */
    public void discardTree(long root, int kind) {
        if (epochs.isAnyOpen()) {
            park(root, kind);
        } else {
            free(root, kind);
        }
    }

    private void park(long address, int kind) {
        parking.add(Chunks.entryOf(address, kind), epochs.current());
    }

    /**
     * Makes sure that as many blocks can wait as after a {@link #reserve}, if there is a view for
     * them to wait for.
     *
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    public void readyToDiscard() {
        if (epochs.isAnyOpen()) {
            chunks.fill();
        }
    }

    /** Whether blocks wait to be freed, for a view or for their turn. */
    public boolean hasWaiting() {
        return !parked.isEmpty() || !ready.isEmpty();
    }

    /** A kind of block that refers to others, 1 to 7. */
    public int register(Dismantler dismantler) {
        dismantlers[kinds] = dismantler;
        return kinds++;
    }

    /**
     * Frees a block that nobody sees; now if it is {@link #PLAIN}, else with all below it, in steps
     * of {@link #reclaim}. Never fails: what finds no memory to wait in is taken apart at once,
     * which frees some.
     */
    public void free(long address, int kind) {
        if (kind == PLAIN) {
            slab.free(address);
        } else if (!ready.push(Chunks.entryOf(address, kind))) {
            dismantlers[kind].dismantle(address);
        }
    }

    /**
     * Frees what no view sees any more, and gives empty pages back, until there is nothing more to do
     * or the budget is spent, which is looked at after each page closed and each few microseconds.
     *
     * @return whether there is more to do at once
     */
    public boolean reclaim(BooleanSupplier spent) {
        slab.promiseNothing();
        while (!spent.getAsBoolean()) {
            if (!reclaimSome()) {
                return false;
            }
        }
        return isReclaimable();
    }

    /**
     * Does some microseconds' worth of {@link #reclaim} between two changes that are reserved for
     * together.
     *
     * @return whether there may be more to do at once
     */
    public boolean reclaimSome() {
        for (int work = 0; work < WORK_BETWEEN_LOOKS;) {
            int done = reclaimStep();
            if (done == 0) {
                return false;
            }
            work += done;
        }
        return true;
    }

    private boolean isReclaimable() {
        return pages.anyLeft() || !ready.isEmpty() || hasForgotten() || spans.hasPageToClose()
                || hasSparseToWelcome();
    }

    private boolean hasForgotten() {
        return !parked.isEmpty() && epochs.isForgotten(parked.firstEpoch());
    }

    private boolean hasSparseToWelcome() {
        return spans.anySparse() && !spans.isShunning();
    }

    /** What was done, in plain blocks freed; 0 when there is nothing to do. */
    private int reclaimStep() {
        if (pages.closeLeft()) {
            return WORK_BETWEEN_LOOKS;
        }
        if (!ready.isEmpty()) {
            long entry = ready.pop();
            dismantlers[Chunks.kind(entry)].dismantle(Chunks.address(entry));
            return WORK_OF_DISMANTLING;
        }
        if (hasForgotten()) {
            long entry = parked.removeFirst();
            free(Chunks.address(entry), Chunks.kind(entry));
            return 1;
        }
        if (spans.closePage()) {
            return WORK_BETWEEN_LOOKS;
        }
        if (hasSparseToWelcome()) {
            spans.welcomeOne();
            return WORK_OF_DISMANTLING;
        }
        return 0;
    }

    /**
     * Makes sure that until the next {@link #reclaim} allocations do not fail that take, {@link #rounded}, at
     * most so many bytes in at most so many blocks: own copies count, and as many blocks and 4,000
     * more may be discarded. Blocks above {@link #RESERVABLE_BYTES_MAX} ask the page source
     * themselves. A call that asks for no more than is left of an earlier one changes nothing, so
     * whoever needs a part of what its caller has made sure of may ask again; one that asks for
     * more takes the earlier one's place.
     *
     * @throws OutOfMemoryError when there is no room for them; nothing has changed then
     */
    public void reserve(long bytes, int blocks) {
        if (slab.isPromised(bytes, blocks)) {
            return;
        }
        chunks.fill();
        int chunksUsed = Chunks.SPARES + 1 + blocks / Chunks.ENTRIES;
        slab.reserve(bytes, blocks, 1 + chunksUsed / Chunks.PER_UNIT);
    }

    // Views

    /** Everything as it is now, at a cost that does not depend on its size. */
    public Hold freeze() {
        return epochs.freeze(pages);
    }

    /** Holds not closed yet. */
    public int openHolds() {
        return epochs.openHolds();
    }

    // Guards

    /** Keeps a structure as it is from here on, see {@link Guard}. */
    public Guard guard() {
        return new Guard(epochs.next(), new ParkedBlocks(chunks, slab));
    }

    /**
     * A change of the guarded structure begins.
     *
     * @throws OutOfMemoryError when there is no room for what it gives back to wait in; it has not
     *     begun then
     */
    public void begin(Guard guard) {
        chunks.fill();
        epochs.guardUpTo(guard.epoch);
        parking = guard.parked;
    }

    /** The change that was begun has ended, in whatever way. */
    public void end() {
        epochs.guardUpTo(0);
        parking = parked;
    }

    /** What waited for the end of the guard may be freed as far as views are concerned. */
    public void release(Guard guard) {
        parked.addAll(guard.parked, epochs.current());
    }

    /** The pages stay open, even when the memory is closed, until {@link #letGo}. */
    public void hold() {
        pages.hold();
    }

    /** To be called once for each {@link #hold()}; the last one closes all pages. */
    public void letGo() {
        pages.letGo();
    }

    // Compaction

    /**
     * Whether moving blocks together would give much memory back. False while a hold is open, for
     * nothing that is moved then gives anything back.
     */
    public boolean isWorthCompacting() {
        return !epochs.isAnyOpen() && compaction.isWorthwhile();
    }

    /**
     * Chooses the pages that are to be emptied, step by step until the budget is spent.
     *
     * @return whether the choice is made: from now on whoever walks over the blocks moves those that
     *     are {@link #isSparse}, and calls {@link #endCompaction} at the end; false: call again
     */
    public boolean beginCompaction(BooleanSupplier spent) {
        if (!compaction.begin(spent)) {
            return false;
        }
        chunks.clear();
        return true;
    }

    /** Pages that were not emptied are used again like any other. */
    public void endCompaction() {
        compaction.end();
    }

    /**
     * Whether the block or record lies where little else is, so that moving it gives memory back:
     * whoever comes across it moves it if that is easy.
     */
    public boolean isSparse(long address) {
        return compaction.isSparse(address);
    }

    // Figures

    /** Bytes of the blocks that are in use or wait to be freed, as rounded. */
    public long usedBytes() {
        return slab.usedBytes() - chunks.bytes();
    }

    /** Bytes of the blocks that wait until no view sees them; of trees, their roots only. */
    public long parkedBytes() {
        return parked.bytes();
    }

    /** Bytes of heap, about, that the memory is administered with. */
    public long heapBytes() {
        return pages.heapBytes() + spans.heapBytes();
    }

    /** Bytes taken from the page source. */
    public long committedBytes() {
        return pages.bytes();
    }

    /** The pages are closed as soon as no hold is open. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pages.letGo();
        }
    }
}
