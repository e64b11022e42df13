package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import io.kevy.store.record.Records;
import io.kevy.store.trie.TrieExpiry;
import io.kevy.store.trie.TrieSweep;
import io.kevy.store.trie.TrieWalk;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One database: keys to typed values, each with a deadline or without. What is done with a value of
 * some type is that type's affair, see {@link #strings}.
 *
 * <p>A key is looked for once, and the {@link Place} found is handed to what is done with it. A key
 * whose deadline has passed is still there until somebody removes it: whoever asks decides by {@link
 * Entry#isExpired}.
 *
 * <p>Used by the store's thread only. A change that finds no memory throws {@link OutOfMemoryError}
 * and leaves everything as it was.
 */
public final class Keyspace {

    /** The deadline of a key that never expires. */
    public static final long NO_DEADLINE = Records.NO_DEADLINE;

    private final int database;
    private final Values values;
    private final StringValues strings;
    private final VisitedEntry visited;
    private final TrieSweep expirySweep = new TrieSweep();
    private final Expiry expiry = new Expiry();
    private long root;
    private long size;
    private long deadlines;

    Keyspace(int database, Values values, StringValues strings) {
        this.database = database;
        this.values = values;
        this.strings = strings;
        visited = new VisitedEntry(values);
    }

    /** Number of keys. */
    public long size() {
        return size;
    }

    /** Number of keys that have a deadline. */
    public long deadlines() {
        return deadlines;
    }

    /** Strings, of all databases of the store. */
    public StringValues strings() {
        return strings;
    }

    // Finding

    /**
     * Looks for a key.
     *
     * @param place is filled, whether the key is there or not
     * @return whether it is there
     */
    public boolean find(Slice key, Place place) {
        place.in(this);
        place.key.over(key);
        place.hash = hash(key);
        return look(place);
    }

    long hash(Slice key) {
        return values.keyHash.of(key.memory(), key.offset(), key.length());
    }

    private boolean look(Place place) {
        var key = place.key;
        place.root = root;
        return values.trie.find(
                root, place.hash, key.memory(), key.offset(), key.length(), place.trie);
    }

    /** Looks again if anything has changed since. */
    void refresh(Place place) {
        if (place.root != root || !values.trie.isCurrent(place.trie)) {
            look(place);
        }
    }

    // Changing

    /** Removes a key; false when it is not there. */
    public boolean remove(Place place) {
        var own = own(place);
        if (!own.exists()) {
            return false;
        }
        values.beforeChange();
        drop(own);
        return true;
    }

    private void drop(Place place) {
        long record = place.trie.record();
        boolean young = values.trie.isYoung(place.trie);
        unlink(place);
        values.discard(record, young);
    }

    /**
     * Gives a key a deadline in Unix milliseconds, or none; false when it is not there. Takes the
     * same time for a value of any length.
     */
    public boolean expireAt(Place place, long deadline) {
        var own = own(place);
        if (!own.exists()) {
            return false;
        }
        long old = own.trie.record();
        var page = values.page(old);
        long at = PageMap.offset(old);
        boolean has = deadline != NO_DEADLINE;
        if (Records.hasDeadline(page, at) == has) {
            if (!has) {
                return true;
            }
            if (isChangeable(own)) {
                Records.overwriteDeadline(page, at, deadline);
                values.trie.noteDeadline(own.trie, deadline);
                return true;
            }
        }
        values.beforeChange();
        replaceRecord(own, values.copyRecord(old, own.key, deadline), deadline);
        return true;
    }

    /** Takes a key's deadline away; false when it is not there. */
    public boolean persist(Place place) {
        return expireAt(place, NO_DEADLINE);
    }

    /**
     * Gives the value and the deadline of a key to another key, which loses what it had, and
     * removes the first. Within a store that takes the same time for a value of any length;
     * otherwise the value is copied.
     *
     * @param to of this store or another of the same thread
     * @return false when the first key is not there; nothing has changed then
     */
    public boolean move(Place from, Place to) {
        var own = own(from);
        if (!own.exists()) {
            return false;
        }
        long deadline = own.deadline();
        if (to.keyspace().values != values) {
            values.beforeChange();
            ownPath(own);
            to.keyspace().copy(own, to, deadline);
            drop(own);
            return true;
        }
        if (to.record() == own.trie.record()) {
            return true;
        }
        values.beforeChange();
        ownPath(own);
        long old = own.record();
        long moved = values.copyRecord(old, to.key, deadline);
        to.keyspace().replaceValue(to, moved, deadline);
        refresh(own);
        boolean young = values.trie.isYoung(own.trie);
        unlink(own);
        values.memory.discardRecord(old, young);
        return true;
    }

    /**
     * Makes a copy of a value that of another key, which loses what it had.
     *
     * @param from of any keyspace of this or another store of the same thread
     * @param to of this keyspace
     * @return false when the first key is not there; nothing has changed then
     */
    public boolean copy(Place from, Place to, long deadline) {
        var own = own(to);
        if (!from.exists()) {
            return false;
        }
        if (from.record() == own.record() && from.keyspace() == this) {
            return expireAt(to, deadline);
        }
        values.beforeChange();
        long copy = values.copyOf(from, own.key, deadline);
        long tree = values.root(copy);
        try {
            replaceValue(own, copy, deadline);
        } catch (Throwable e) {
            values.freeChunks(tree);
            throw e;
        }
        if (tree != 0) {
            values.countAnchored();
        }
        return true;
    }

    /** Removes all keys at once; the memory comes back step by step, see {@link Store#work}. */
    public void clear() {
        values.beforeChange();
        values.trie.discard(root);
        root = 0;
        size = 0;
        deadlines = 0;
        expirySweep.restart();
    }

    // Going over it

    /**
     * Visits about {@code countHint} entries from the cursor on and returns the next cursor. The
     * cursor 0 begins and ends an iteration. A key that is there from the first call to the last is
     * visited at least once, however much the keyspace grows or shrinks between the calls.
     *
     * @param cursor 0 or a returned one, below 2^48; any other value is some place in the keyspace
     */
    public long scan(long cursor, int countHint, EntryVisitor visitor) {
        return values.trie.scan(
                root, cursor, Math.max(1, countHint), visited.shownTo(visitor));
    }

    /**
     * Some entry, each with nearly the same probability, readable until the next call or write;
     * null when the keyspace is empty.
     */
    public @Nullable Entry random(RandomGenerator random) {
        long record = values.trie.random(root, size, random);
        return record == 0 ? null : visited.at(record);
    }

    /**
     * Removes keys whose deadline lies before now, going on from where the last call ended; costs
     * next to nothing when none is due.
     *
     * @param spent whether to stop; asked every few microseconds
     * @param beforeRemoval sees each entry before it goes; the entry stays if it throws
     * @return whether the end of the keyspace was reached; the next call begins at its start then
     */
    public boolean expireDue(long nowMillis, BooleanSupplier spent, EntryVisitor beforeRemoval) {
        if (deadlines == 0) {
            expirySweep.restart();
            return true;
        }
        values.beforeChange();
        visited.shownTo(beforeRemoval);
        expirySweep.begin(root);
        try {
            return values.trie.expire(expirySweep, nowMillis, expiry, spent);
        } finally {
            root = expirySweep.root();
        }
    }

    private final class Expiry implements TrieExpiry {
        @Override
        public void expire(long record, boolean young) {
            values.memory.readyToDiscard();
            visited.visit(record);
            values.discard(record, young);
            size--;
            deadlines--;
        }
    }

    /**
     * A fingerprint of the content, which is equal for equal content (database number, keys, types,
     * values, deadlines) whatever the hash seed, the encodings and the history. Goes over all keys.
     */
    public Digest digest() {
        var digest = new EntryDigest(database);
        var walk = new TrieWalk(root, values.memory.pages());
        for (long record = walk.next(); record != 0; record = walk.next()) {
            digest.add(visited.at(record));
        }
        return digest.sum();
    }

    // For the types of values

    Values values() {
        return values;
    }

    /** Whether the record at the place, which is up to date, may be changed where it is. */
    boolean isChangeable(Place place) {
        return values.memory.ownsRecord(values.trie.isYoung(place.trie));
    }

    /**
     * Makes the record at the place one that may be changed where it is; its content stays.
     *
     * @throws OutOfMemoryError when there is no room for a copy
     */
    void makeChangeable(Place place) {
        refresh(place);
        if (!isChangeable(place)) {
            long deadline = place.deadline();
            long copy = values.copyRecord(place.trie.record(), place.key, deadline);
            replaceRecord(place, copy, deadline);
        }
    }

    /**
     * Makes a record that of the key; the old one, if there was one, is discarded with its value.
     * When there is no room, the new one is freed alone.
     */
    void replaceValue(Place place, long record, long deadline) {
        long old = place.record();
        boolean young = old != 0 && values.trie.isYoung(place.trie);
        link(place, record, deadline);
        if (old != 0) {
            values.discard(old, young);
        }
    }

    /**
     * Makes a record that of the key whose value it has taken over from the old one, which is
     * discarded alone. When there is no room, the new one is freed alone.
     */
    void replaceRecord(Place place, long record, long deadline) {
        long old = place.record();
        boolean young = values.trie.isYoung(place.trie);
        link(place, record, deadline);
        values.memory.discardRecord(old, young);
    }

    /** A record was written over where it is. */
    void wroteOver(Place place, boolean hadDeadline, long deadline) {
        countDeadline(hadDeadline, deadline != NO_DEADLINE);
        if (deadline != NO_DEADLINE) {
            values.trie.noteDeadline(place.trie, deadline);
        }
    }

    private void link(Place place, long record, long deadline) {
        long due = Values.trieDeadline(deadline);
        long old = place.record();
        boolean had = old != 0 && values.hasDeadline(old);
        try {
            root = old == 0
                    ? values.trie.insert(root, place.trie, record, due)
                    : values.trie.replace(root, place.trie, record, due);
        } catch (Throwable e) {
            values.memory.free(record, Memory.PLAIN);
            throw e;
        }
        place.root = root;
        size += old == 0 ? 1 : 0;
        countDeadline(had, deadline != NO_DEADLINE);
    }

    private void unlink(Place place) {
        boolean had = values.hasDeadline(place.trie.record());
        root = values.trie.remove(root, place.trie);
        size--;
        countDeadline(had, false);
    }

    private void ownPath(Place place) {
        root = values.trie.own(root, place.trie);
        place.root = root;
    }

    private void countDeadline(boolean had, boolean has) {
        deadlines += (has ? 1 : 0) - (had ? 1 : 0);
    }

    private Place own(Place place) {
        if (place.keyspace() != this) {
            throw new IllegalArgumentException("the place is of another keyspace");
        }
        return place;
    }

    // For the store

    /** Moves blocks of the table and records that lie sparse; whether the end was reached. */
    boolean moveRecords(TrieSweep sweep, BooleanSupplier spent) {
        sweep.begin(root);
        try {
            return values.trie.compact(sweep, values::move, spent);
        } finally {
            root = sweep.root();
        }
    }

    long root() {
        return root;
    }

    void swapTables(Keyspace other) {
        long myRoot = root;
        long mySize = size;
        long myDeadlines = deadlines;
        root = other.root;
        size = other.size;
        deadlines = other.deadlines;
        other.root = myRoot;
        other.size = mySize;
        other.deadlines = myDeadlines;
        expirySweep.restart();
        other.expirySweep.restart();
    }
}
