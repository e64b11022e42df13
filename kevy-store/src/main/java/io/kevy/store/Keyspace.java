package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * One database: keys to typed values, each with a deadline or without.
 *
 * <p>A record handle, as {@link #find} returns it, is valid until the next write to the store it
 * came from. A key whose deadline has passed is still there until somebody removes it: whoever asks
 * decides by {@link #expired}.
 *
 * <p>Bytes go in and out as slices of arrays, which the keyspace does not keep. Used by the store's
 * thread only.
 */
public final class Keyspace {

    /** No record. */
    public static final long NONE = RecordTable.NONE;

    /** The deadline of a key that never expires. */
    public static final long NO_DEADLINE = -1;

    /** Room given to a value that grows, as a part of its length, and at most. */
    private static final int GROWTH_SHIFT = 2;

    private static final int GROWTH_BYTES_MAX = 1 << 20;

    /**
     * Waiting records that each write frees, so that memory comes back even when nobody calls
     * {@link Store#reclaim}.
     */
    private static final int RECLAIMED_PER_WRITE = 2;

    private final int database;
    private final Slab slab;
    private final Epochs epochs;
    private final Reclaimer reclaimer;
    private final KeyHash keyHash;
    private RecordTable table;

    Keyspace(int database, Slab slab, Epochs epochs, Reclaimer reclaimer, KeyHash keyHash) {
        this.database = database;
        this.slab = slab;
        this.epochs = epochs;
        this.reclaimer = reclaimer;
        this.keyHash = keyHash;
        table = new RecordTable(slab, epochs, keyHash);
    }

    /** Number of keys. */
    public long size() {
        return table.size();
    }

    /** Number of keys that have a deadline. */
    public long deadlines() {
        return table.deadlines();
    }

    // Reading

    /** The record of a key, {@link #NONE} when there is none. */
    public long find(byte[] key, int from, int length) {
        return table.locate(keyHash.of(key, from, length), key, from, length);
    }

    public ValueType type(long record) {
        return Records.type(slab.page(record), Slab.offset(record));
    }

    /** When the key expires, in Unix milliseconds, or {@link #NO_DEADLINE}. */
    public long deadline(long record) {
        return Records.deadline(slab.page(record), Slab.offset(record));
    }

    /**
     * Whether the deadline lies before now; at its very millisecond a key is still alive, as in
     * Redis.
     */
    public boolean expired(long record, long nowMillis) {
        long deadline = deadline(record);
        return deadline != NO_DEADLINE && deadline < nowMillis;
    }

    public int keyLength(long record) {
        return Records.keyLength(slab.page(record), Slab.offset(record));
    }

    /** Copies the whole key. */
    public void copyKey(long record, byte[] target, int at) {
        Records.copyKey(slab.page(record), Slab.offset(record), target, at);
    }

    /** Length of a string value, of an integer its length as decimal text. */
    public int stringLength(long record) {
        return Records.valueLength(slab.page(record), Slab.offset(record));
    }

    /**
     * Copies bytes {@code from} to {@code from + length} of a string value.
     *
     * @throws IndexOutOfBoundsException when the value has no such bytes or the target no room for
     *     them
     */
    public void copyString(long record, int from, byte[] target, int at, int length) {
        Records.copyText(slab.page(record), Slab.offset(record), from, target, at, length);
    }

    /** Whether the string value is the decimal text of a {@code long}, as {@code INCR} wants it. */
    public boolean isInteger(long record) {
        MemorySegment page = slab.page(record);
        long at = Slab.offset(record);
        return Records.isInteger(page, at)
                || DecimalText.isLong(page, Records.valueAt(page, at),
                        Records.valueLength(page, at));
    }

    /** The value of a string for which {@link #isInteger} holds. */
    public long integer(long record) {
        MemorySegment page = slab.page(record);
        long at = Slab.offset(record);
        return Records.isInteger(page, at)
                ? Records.integer(page, at)
                : DecimalText.parse(page, Records.valueAt(page, at), Records.valueLength(page, at));
    }

    /** How Redis would hold the string value. */
    public Encoding encoding(long record) {
        MemorySegment page = slab.page(record);
        long at = Slab.offset(record);
        if (Records.isInteger(page, at)) {
            return Encoding.INT;
        }
        return Records.isEdited(page, at)
                || Records.valueLength(page, at) > Encoding.EMBSTR_BYTES_MAX
                        ? Encoding.RAW
                        : Encoding.EMBSTR;
    }

    // Writing

    /**
     * Creates the key with a string value, or replaces its value of whatever type and its deadline.
     * A value that is the decimal text of a {@code long} is kept as an integer.
     */
    public void setString(byte[] key, int keyFrom, int keyLength, byte[] value, int from,
            int length, long deadline) {
        Objects.checkFromIndexSize(from, length, value.length);
        if (DecimalText.isLong(value, from, length)) {
            setInteger(key, keyFrom, keyLength, DecimalText.parse(value, from, length), deadline);
            return;
        }
        reclaimSome();
        long hash = keyHash.of(key, keyFrom, keyLength);
        long old = table.locate(hash, key, keyFrom, keyLength);
        boolean had = old != NONE && hasDeadline(old);
        long record = room(old, Records.bytes(keyLength, length, deadline != NO_DEADLINE));
        long valueAt = writeHead(record, 0, key, keyFrom, keyLength, length, deadline);
        MemorySegment.copy(value, from, slab.page(record), Words.BYTE, valueAt, length);
        put(hash, old, record, had, deadline);
    }

    /**
     * Creates the key with an integer as string value, or replaces its value of whatever type and
     * its deadline.
     */
    public void setInteger(byte[] key, int keyFrom, int keyLength, long value, long deadline) {
        reclaimSome();
        long hash = keyHash.of(key, keyFrom, keyLength);
        long old = table.locate(hash, key, keyFrom, keyLength);
        boolean had = old != NONE && hasDeadline(old);
        long record = room(old, Records.bytes(keyLength, Long.BYTES, deadline != NO_DEADLINE));
        int textLength = DecimalText.length(value);
        long valueAt =
                writeHead(record, Records.INTEGER, key, keyFrom, keyLength, textLength, deadline);
        slab.page(record).set(Words.LONG, valueAt, value);
        put(hash, old, record, had, deadline);
    }

    /**
     * Appends to a string value, which an absent key has empty; keeps the deadline. Returns the new
     * length.
     *
     * @throws IllegalArgumentException when the value would be longer than an array can be
     */
    public int append(byte[] key, int keyFrom, int keyLength, byte[] value, int from, int length) {
        Objects.checkFromIndexSize(from, length, value.length);
        long hash = keyHash.of(key, keyFrom, keyLength);
        long old = table.locate(hash, key, keyFrom, keyLength);
        if (old == NONE) {
            setString(key, keyFrom, keyLength, value, from, length, NO_DEADLINE);
            return length;
        }
        return edit(hash, old, stringLength(old), value, from, length);
    }

    /**
     * Overwrites a part of a string value, filling a gap before it with zeros; an absent key has an
     * empty value; keeps the deadline. Returns the new length. Writing no bytes changes nothing.
     *
     * @throws IllegalArgumentException when the value would be longer than an array can be
     */
    public int setRange(byte[] key, int keyFrom, int keyLength, int at, byte[] value, int from,
            int length) {
        if (at < 0) {
            throw new IllegalArgumentException("position " + at);
        }
        Objects.checkFromIndexSize(from, length, value.length);
        long hash = keyHash.of(key, keyFrom, keyLength);
        long old = table.locate(hash, key, keyFrom, keyLength);
        if (old != NONE) {
            return edit(hash, old, at, value, from, length);
        }
        if (length == 0) {
            return 0;
        }
        reclaimSome();
        int total = total(at, length);
        long record = slab.allocate(Records.bytes(keyLength, total, false));
        long valueAt =
                writeHead(record, Records.EDITED, key, keyFrom, keyLength, total, NO_DEADLINE);
        MemorySegment page = slab.page(record);
        page.asSlice(valueAt, at).fill((byte) 0);
        MemorySegment.copy(value, from, page, Words.BYTE, valueAt + at, length);
        put(hash, NONE, record, false, NO_DEADLINE);
        return total;
    }

    /** Writes a part of the located record's value, in place if it can. */
    private int edit(long hash, long old, int at, byte[] value, int from, int length) {
        int oldLength = stringLength(old);
        if (length == 0) {
            return oldLength;
        }
        reclaimSome();
        int total = Math.max(oldLength, total(at, length));
        MemorySegment page = slab.page(old);
        long offset = Slab.offset(old);
        int keyLength = Records.keyLength(page, offset);
        long deadline = Records.deadline(page, offset);
        long bytes = Records.bytes(keyLength, total, deadline != NO_DEADLINE);
        long record = old;
        if (isFrozen(old) || Records.isInteger(page, offset) || bytes > slab.capacity(old)) {
            int growth = total > oldLength ? Math.min(total >> GROWTH_SHIFT, GROWTH_BYTES_MAX) : 0;
            record = copyAsText(old, bytes + growth, deadline);
        }
        page = slab.page(record);
        offset = Slab.offset(record);
        long valueAt = Records.valueAt(page, offset);
        if (at > oldLength) {
            page.asSlice(valueAt + oldLength, at - oldLength).fill((byte) 0);
        }
        MemorySegment.copy(value, from, page, Words.BYTE, valueAt + at, length);
        Records.editedLength(page, offset, total);
        if (record != old) {
            put(hash, old, record, deadline != NO_DEADLINE, deadline);
        }
        return total;
    }

    private static int total(int at, int length) {
        long total = (long) at + length;
        if (total > Records.VALUE_BYTES_MAX) {
            throw new IllegalArgumentException("a value of " + total + " bytes is too long");
        }
        return (int) total;
    }

    /** Gives the key another deadline, or none; false when there is no such key. */
    public boolean deadline(byte[] key, int from, int length, long deadline) {
        long hash = keyHash.of(key, from, length);
        long old = table.locate(hash, key, from, length);
        if (old == NONE) {
            return false;
        }
        reclaimSome();
        boolean had = hasDeadline(old);
        boolean has = deadline != NO_DEADLINE;
        long record = old;
        if (had == has && !isFrozen(old)) {
            if (has) {
                Records.overwriteDeadline(slab.page(old), Slab.offset(old), deadline);
            }
        } else {
            record = copy(slab.page(old), Slab.offset(old), key, from, length, deadline);
        }
        put(hash, old, record, had, deadline);
        return true;
    }

    /** Removes a key; false when there is no such key. */
    public boolean remove(byte[] key, int from, int length) {
        long hash = keyHash.of(key, from, length);
        long record = table.locate(hash, key, from, length);
        if (record == NONE) {
            return false;
        }
        reclaimSome();
        table.countDeadline(hasDeadline(record), false);
        table.removeLocated(hash);
        reclaimer.discard(record);
        return true;
    }

    /**
     * Copies the value of a record of this keyspace to a key of the target, which may be this
     * keyspace or belong to another store of the same thread; replaces what the key held. The
     * record stays.
     */
    public void copyTo(long record, Keyspace target, byte[] key, int from, int length,
            long deadline) {
        target.reclaimSome();
        long copy =
                target.copy(slab.page(record), Slab.offset(record), key, from, length, deadline);
        long hash = target.keyHash.of(key, from, length);
        long old = target.table.locate(hash, key, from, length);
        boolean had = old != NONE && target.hasDeadline(old);
        target.put(hash, old, copy, had, deadline);
    }

    /** Removes all keys at once; the memory comes back step by step, see {@link Store#reclaim}. */
    public void clear() {
        if (table.size() > 0) {
            reclaimer.discard(table.root());
        }
        table = new RecordTable(slab, epochs, keyHash);
    }

    // Going over it

    /**
     * Visits about {@code countHint} records from the cursor on, always whole nodes, and returns
     * the next cursor. The cursor 0 begins and ends an iteration. A key that is there from the
     * first call to the last is visited at least once, however much the keyspace grows or shrinks
     * between the calls.
     *
     * @param cursor 0 or a returned one, below 2^48; any other value is some place in the keyspace
     */
    public long scan(long cursor, int countHint, RecordVisitor visitor) {
        return table.scan(cursor & RecordTable.PLACE_MASK, Math.max(1, countHint), visitor);
    }

    /** A record, each with the same probability; {@link #NONE} when the keyspace is empty. */
    public long random(RandomGenerator random) {
        return table.random(random);
    }

    /**
     * Removes keys whose deadline lies before now, going on from where the last call ended, at most
     * once round; costs next to nothing when none is due. Returns how many were removed.
     *
     * @param nodesMax bound of the work: so many nodes of about 40 keys are looked into
     * @param beforeRemoval sees each record before it goes
     */
    public int expireDue(long nowMillis, int nodesMax, RecordVisitor beforeRemoval) {
        if (table.deadlines() == 0) {
            return 0;
        }
        reclaimSome();
        return table.expiry().step(nowMillis, nodesMax, beforeRemoval, reclaimer);
    }

    /** Whether the last {@link #expireDue} stopped because of its bound. */
    public boolean expireDuePending() {
        return table.expiry().isPending();
    }

    /**
     * A fingerprint of the content, which is equal for equal content (database number, keys, types,
     * values, deadlines) whatever the hash seed, the encodings and the history. Goes over all keys.
     */
    public Digest digest() {
        var digest = new EntryDigest(database);
        var walk = new NodeWalk(table.root());
        for (long[] node = walk.next(); node != null; node = walk.next()) {
            for (int i = Node.HEAD; i < Node.end(node); i++) {
                long record = Node.address(node[i]);
                digest.add(slab.page(record), Slab.offset(record));
            }
        }
        return digest.sum();
    }

    // For the store

    RecordTable table() {
        return table;
    }

    Slab slab() {
        return slab;
    }

    long hash(byte[] key, int from, int length) {
        return keyHash.of(key, from, length);
    }

    void swapTables(Keyspace other) {
        var mine = table;
        table = other.table;
        other.table = mine;
    }

    // Records

    private boolean hasDeadline(long record) {
        return Records.hasDeadline(slab.page(record), Slab.offset(record));
    }

    private boolean isFrozen(long record) {
        return epochs.isFrozen(Records.epoch(slab.page(record), Slab.offset(record)));
    }

    private void reclaimSome() {
        if (!reclaimer.isIdle()) {
            reclaimer.reclaim(RECLAIMED_PER_WRITE);
        }
    }

    /** The old record, when a new content can be written over it, or a new one. */
    private long room(long old, long bytes) {
        return old != NONE && slab.capacity(old) == Slab.rounded(bytes) && !isFrozen(old)
                ? old
                : slab.allocate(bytes);
    }

    /** Writes all but the value and returns where that goes. */
    private long writeHead(
            long record, int flags, byte[] key, int keyFrom, int keyLength, int valueLength,
            long deadline) {
        MemorySegment page = slab.page(record);
        long at = Slab.offset(record);
        Records.writeHeader(page, at, epochs.current(), flags, keyLength, valueLength, deadline);
        long keyAt = Records.keyAt(page, at);
        MemorySegment.copy(key, keyFrom, page, Words.BYTE, keyAt, keyLength);
        return keyAt + keyLength;
    }

    /** A new record of this keyspace with the value of a record that may be of another. */
    private long copy(MemorySegment source, long at, byte[] key, int from, int length,
            long deadline) {
        int valueBytes = Records.storedValueBytes(source, at);
        long copy = slab.allocate(Records.bytes(length, valueBytes, deadline != NO_DEADLINE));
        MemorySegment page = slab.page(copy);
        long copyAt = Slab.offset(copy);
        int flags = Records.flags(source, at);
        int valueLength = Records.valueLength(source, at);
        Records.writeHeader(page, copyAt, epochs.current(), flags, length, valueLength, deadline);
        MemorySegment.copy(key, from, page, Words.BYTE, Records.keyAt(page, copyAt), length);
        long valueAt = Records.valueAt(source, at);
        MemorySegment.copy(source, valueAt, page, Records.valueAt(page, copyAt), valueBytes);
        return copy;
    }

    /** A new record with the same key, and the value as text. */
    private long copyAsText(long record, long bytes, long deadline) {
        MemorySegment source = slab.page(record);
        long at = Slab.offset(record);
        int keyLength = Records.keyLength(source, at);
        int valueLength = Records.valueLength(source, at);
        long copy = slab.allocate(bytes);
        MemorySegment page = slab.page(copy);
        long copyAt = Slab.offset(copy);
        Records.writeHeader(page, copyAt, epochs.current(), Records.EDITED, keyLength, valueLength,
                deadline);
        long valueAt = Records.keyAt(page, copyAt) + keyLength;
        if (!Records.isInteger(source, at)) {
            MemorySegment.copy(
                    source, Records.keyAt(source, at), page, valueAt - keyLength,
                    (long) keyLength + valueLength);
            return copy;
        }
        MemorySegment.copy(source, Records.keyAt(source, at), page, valueAt - keyLength, keyLength);
        long value = Records.integer(source, at);
        for (int i = 0; i < valueLength; i++) {
            page.set(Words.BYTE, valueAt + i, DecimalText.byteAt(value, valueLength, i));
        }
        return copy;
    }

    /** Makes the table hold a written record instead of the located old one, if there was one. */
    private void put(long hash, long old, long record, boolean had, long deadline) {
        table.countDeadline(had, deadline != NO_DEADLINE);
        if (old == NONE) {
            table.insert(hash, record, deadline);
        } else if (old == record) {
            table.noteDeadlineLocated(hash, deadline);
        } else {
            table.replaceLocated(hash, record, deadline);
            reclaimer.discard(old);
        }
    }
}
