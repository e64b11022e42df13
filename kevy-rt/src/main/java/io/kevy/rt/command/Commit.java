package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.store.Entry;
import io.kevy.store.Room;
import org.jspecify.annotations.Nullable;

/**
 * How a write becomes whole: room for its effects is reserved, the store is changed, and the effects
 * are handed to everybody who must know, or none of that happens.
 *
 * <p>It knows what handlers need not: which partitions own the keys of an effect. An effect whose
 * keys are spread is split over their owners, as its row's key specs tell. One per {@link Call}.
 *
 * <p>A write goes through {@link #begin}, any number of {@link #changing}, one {@code record}, and
 * {@link #end}. When it fails with no change begun, or in the only one (each operation of the store
 * is whole by itself), nothing has happened; when it fails later and before the record, that is a
 * {@link BrokenInvariant}.
 */
final class Commit {
    /** What an effect may need beyond the arguments of its request: a name, words, a deadline. */
    private static final int EXTRA_ARGS = 4;

    private static final int EXTRA_BYTES = 96;

    /** A request of more arguments may change several keys. */
    private static final int FEW_ARGS = 4 + EXTRA_ARGS;

    private final Partitions partitions;
    private final int self;
    private final Effect effect;
    private final Draft draft = new Draft(this);
    private final Draft second = new Draft(this);
    private final Draft removal = new Draft(this);
    private final Argv share = new Argv();
    private final Room room = new Room();
    private long shards;
    private long transactionShards;
    private long transaction;
    private long lastTransaction;
    private int db;
    private int changes;
    private boolean recorded;

    Commit(Partitions partitions, int self, CommandTable table) {
        this.partitions = partitions;
        this.self = self;
        this.effect = new Effect(table);
    }

    /** The commands that run until {@link #endTransaction} are one, over these partitions. */
    void beginTransaction(long shards) {
        transactionShards = shards;
        transaction = next(shards);
    }

    void endTransaction() {
        transactionShards = 0;
        transaction = 0;
    }

    private long next(long shards) {
        return Long.bitCount(shards) > 1 ? ++lastTransaction << 6 | self : 0;
    }

    /**
     * Begins a write: reserves room for an effect like the request, in each partition it may change.
     *
     * @throws OutOfMemoryError when there is none; nothing has been reserved then
     */
    void begin(Argv argv, int db, long shards) {
        this.db = db;
        this.shards = shards;
        changes = 0;
        recorded = false;
        int args = argv.count() + EXTRA_ARGS;
        long bytes = EXTRA_BYTES;
        int longest = 0;
        for (int i = 0; i < argv.count(); i++) {
            bytes += argv.length(i);
            longest = Math.max(longest, argv.length(i));
        }
        // The longest argument may be the key of one change, or the value of it.
        room.clear().write(longest, longest);
        if (args > FEW_ARGS) {
            room.changes(args, bytes);
        }
        try {
            reserve(1, args, bytes);
            reserveStore();
        } catch (OutOfMemoryError e) {
            end();
            throw e;
        }
    }

    /** Room for {@code bytes} more than the request has. */
    void reserve(long bytes) {
        requireUnchanged();
        reserve(0, 0, bytes);
        room.write(0, (int) Math.min(bytes, Integer.MAX_VALUE));
        reserveStore();
    }

    private void reserveStore() {
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            partitions.get(Long.numberOfTrailingZeros(rest)).store().reserve(room);
        }
    }

    private void reserve(int effects, int args, long bytes) {
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            partitions.get(Long.numberOfTrailingZeros(rest)).reserve(effects, args, bytes);
        }
    }

    /** Gives back what has been reserved and not taken. */
    void end() {
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            partitions.get(Long.numberOfTrailingZeros(rest)).release();
        }
        shards = 0;
    }

    /** One operation of the store comes that changes something. */
    void changing() {
        changes++;
    }

    /** Whether the change is made and known. */
    boolean isRecorded() {
        return recorded;
    }

    /** Whether a failure now leaves everything as it was before {@link #begin}. */
    boolean isUnchanged() {
        return !recorded && changes <= 1;
    }

    /** Begins an effect of another form than the request, before anything changes. */
    Draft draft(String name) {
        requireUnchanged();
        return draft.begin(name);
    }

    /** Another effect of the same change, which goes to another partition. */
    Draft secondDraft(String name) {
        requireUnchanged();
        return second.begin(name);
    }

    private void requireUnchanged() {
        if (changes > 0) {
            throw new AssertionError("an effect is put together before anything changes");
        }
    }

    void record(Draft draft) {
        record(draft.argv(), null);
    }

    /** Records an effect in every partition that owns keys of it, or that the request may change. */
    void record(Argv argv, @Nullable Command known) {
        describe(argv, db);
        if ((shards & (shards - 1)) == 0) {
            hand(shards);
            return;
        }
        var row = known != null ? known : effect.row();
        long owners = row.hasKeys() ? partitions.ownersOf(row, argv) : shards;
        if (row.hasKeys() && (owners & (owners - 1)) != 0) {
            split(row, argv, owners);
        } else {
            hand(owners);
        }
    }

    /** Records an effect in one partition, for another database than the request's. */
    void record(Draft draft, Partition owner, int db) {
        describe(draft.argv(), db);
        hand(1L << owner.index());
    }

    private void describe(Argv argv, int db) {
        recorded = true;
        if (transactionShards != 0) {
            effect.of(Cause.REQUEST, db, argv, transaction, transactionShards);
        } else {
            effect.of(Cause.REQUEST, db, argv, next(shards), shards);
        }
    }

    private void hand(long targets) {
        for (long rest = targets; rest != 0; rest &= rest - 1) {
            try {
                partitions.get(Long.numberOfTrailingZeros(rest)).record(effect);
            } catch (Throwable e) {
                throw new BrokenInvariant(effect.argv().text(0), e);
            }
        }
    }

    /** Each owner gets what stands before the keys, and its own keys with what follows each. */
    private void split(Command row, Argv argv, long owners) {
        if (row.keys().size() != 1
                || !(row.keys().getFirst().begin() instanceof KeySpec.Begin.Index begin)
                || !(row.keys().getFirst().find() instanceof KeySpec.Find.Range range)
                || range.last() != -1
                || range.limit() > 1) {
            throw new AssertionError(row + " over several shards has no effect of one form");
        }
        for (long rest = owners; rest != 0; rest &= rest - 1) {
            int owner = Long.numberOfTrailingZeros(rest);
            share.clear(argv.memory(0));
            for (int i = 0; i < begin.index(); i++) {
                share(argv, i);
            }
            for (int i = begin.index(); i < argv.count(); i += range.step()) {
                if (partitions.ownerOf(argv, i) == owner) {
                    for (int j = i; j < Math.min(i + range.step(), argv.count()); j++) {
                        share(argv, j);
                    }
                }
            }
            effect.argv(share);
            hand(1L << owner);
        }
        share.clear(argv.memory(0));
    }

    private void share(Argv argv, int i) {
        if (argv.isLarge(i)) {
            share.addLarge(new Draft.Lent(argv.pieces(i)));
        } else {
            share.add(argv.offset(i), argv.length(i));
        }
    }

    /**
     * Makes known that a key's deadline has passed, which is removed next: a commit by itself, within a
     * write or not.
     *
     * @throws OutOfMemoryError when it cannot be made known now; nothing has changed
     */
    void expire(Partition partition, int db, Entry entry) {
        removal.begin("DEL").key(entry);
        var argv = removal.argv();
        if (shards == 0) {
            partition.store().reserve(room.clear().write(entry.keyLength(), 0));
        }
        partition.reserve(1, argv.count(), (long) argv.length(0) + argv.length(1));
        effect.of(Cause.EXPIRY, db, argv, 0, 1L << partition.index());
        hand(1L << partition.index());
        if ((shards & (1L << partition.index())) == 0) {
            partition.release();
        }
        partition.countExpired();
    }
}
