package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hash table of one database: root, directory, node, record.
 *
 * <p>It grows by splitting one node and shrinks by joining two, so there is no rehash of the whole.
 * Every node covers a contiguous range of hashes, so a place in the table is a hash prefix, which
 * stays meaningful across splits and joins: that is what a scan cursor is.
 *
 * <p>Everything a snapshot may see is copied before it is changed, see {@link Epochs}.
 */
final class RecordTable {

    static final long NONE = 0;

    /** Length of a place in the table: a prefix of the hash. */
    static final int PLACE_BITS = 32;

    private static final long PLACE_END = 1L << PLACE_BITS;
    static final long PLACE_MASK = PLACE_END - 1;

    /**
     * Two nodes are joined when they hold no more together; far from a full node, so that nothing
     * flutters.
     */
    private static final int JOINED_RECORDS_MAX = 24;

    private final Slab slab;
    private final Epochs epochs;
    private final KeyHash keyHash;
    private final ExpiryCycle expiry;

    private Root root = Root.EMPTY;
    private long size;
    private long deadlines;
    private long heapBytes;

    private final Foreseen foreseen = new Foreseen();

    /** Where {@link #locate} found its record. */
    private int locatedIndex;

    RecordTable(Slab slab, Epochs epochs, KeyHash keyHash) {
        this.slab = slab;
        this.epochs = epochs;
        this.keyHash = keyHash;
        expiry = new ExpiryCycle(this, slab);
    }

    long size() {
        return size;
    }

    /** Number of records with a deadline. */
    long deadlines() {
        return deadlines;
    }

    /** Counts a record whose deadline came or went. */
    void countDeadline(boolean had, boolean has) {
        deadlines += (has ? 1 : 0) - (had ? 1 : 0);
    }

    Root root() {
        return root;
    }

    long heapBytes() {
        return heapBytes;
    }

    ExpiryCycle expiry() {
        return expiry;
    }

    // Finding

    /**
     * Finds a record and remembers its place for {@link #replaceLocated} and {@link
     * #removeLocated}.
     */
    long locate(long hash, byte[] key, int from, int length) {
        long seen = foreseen.record(hash);
        if (seen != NONE
                && Records.keyEquals(slab.page(seen), Slab.offset(seen), key, from, length)) {
            locatedIndex = foreseen.index(hash);
            return seen;
        }
        long[] node = node(hash);
        if (node == null) {
            return NONE;
        }
        int end = Node.end(node);
        for (int i = Node.lowerIndex(node, hash); i < end && Node.matches(node[i], hash); i++) {
            long record = Node.address(node[i]);
            if (Records.keyEquals(slab.page(record), Slab.offset(record), key, from, length)) {
                locatedIndex = i;
                return record;
            }
        }
        return NONE;
    }

    /** The node that has the record of this hash, if there is one; null if there is none at all. */
    long @Nullable [] node(long hash) {
        var directory = root.directory(Root.index(hash));
        return directory == null ? null : directory.node(hash);
    }

    /**
     * Finds the first record of this hash, of whatever key and without a look at it, and remembers
     * it for {@link #locate}; {@link #NONE} if there is none.
     */
    long foresee(long hash) {
        long[] node = node(hash);
        if (node == null) {
            return NONE;
        }
        int at = Node.lowerIndex(node, hash);
        if (at == Node.end(node) || !Node.matches(node[at], hash)) {
            return NONE;
        }
        long record = Node.address(node[at]);
        foreseen.add(hash, record, at);
        return record;
    }

    // Changing

    /** Adds a record whose key the table does not hold. */
    void insert(long hash, long record, long deadline) {
        var directory = ownDirectory(hash);
        long[] node = ownNode(directory, hash);
        while (Node.isFull(node)) {
            if (node.length < Node.LENGTH_MAX || !directory.canSplit(Node.depth(node))) {
                node = resize(directory, node, hash, Node.lengthFor(Node.count(node) + 1));
            } else {
                split(directory, node, hash);
                node = directory.node(hash);
            }
        }
        Node.add(node, hash, record);
        foreseen.outdate();
        directory.size++;
        size++;
        noteDeadline(directory, node, deadline);
    }

    void replaceLocated(long hash, long record, long deadline) {
        var directory = ownDirectory(hash);
        long[] node = ownNode(directory, hash);
        node[locatedIndex] = Node.slot(hash, record);
        foreseen.outdate();
        noteDeadline(directory, node, deadline);
    }

    /** Notes a new deadline of the located record, which stays where it is. */
    void noteDeadlineLocated(long hash, long deadline) {
        var directory = root.directory(Root.index(hash));
        if (directory != null) {
            noteDeadline(directory, directory.node(hash), deadline);
        }
    }

    private static void noteDeadline(Directory directory, long[] node, long deadline) {
        if (deadline != Keyspace.NO_DEADLINE) {
            Node.lowerBound(node, deadline);
            directory.minDeadline = Math.min(directory.minDeadline, deadline);
        }
    }

    void removeLocated(long hash) {
        var directory = ownDirectory(hash);
        long[] node = ownNode(directory, hash);
        Node.remove(node, locatedIndex);
        foreseen.outdate();
        directory.size--;
        size--;
        shrink(directory, node, hash);
    }

    // Ownership

    private Directory ownDirectory(long hash) {
        int index = Root.index(hash);
        if (epochs.isFrozen(root.epoch)) {
            if (root == Root.EMPTY) {
                heapBytes += Root.HEAP_BYTES;
            }
            root = new Root(root, epochs.current());
        }
        var directory = root.directory(index);
        if (directory == null) {
            directory = new Directory(epochs.current());
            heapBytes += directory.heapBytes() + Node.heapBytes(directory.nodes[0].length);
            root.place(index, directory);
        } else if (epochs.isFrozen(directory.epoch)) {
            directory = new Directory(directory, epochs.current());
            root.place(index, directory);
        }
        return directory;
    }

    private long[] ownNode(Directory directory, long hash) {
        int index = directory.index(hash);
        long[] node = directory.nodes[index];
        if (epochs.isFrozen(Node.epoch(node))) {
            node = Node.copy(node, node.length, epochs.current());
            directory.place(node, index);
        }
        return node;
    }

    // Growing and shrinking

    private long[] resize(Directory directory, long[] node, long hash, int length) {
        long[] resized = Node.copy(node, length, epochs.current());
        heapBytes += Node.heapBytes(length) - Node.heapBytes(node.length);
        directory.lengthMax = Math.max(directory.lengthMax, length);
        directory.place(resized, directory.index(hash));
        return resized;
    }

    private void split(Directory directory, long[] node, long hash) {
        int depth = Node.depth(node);
        int count = Node.count(node);
        long bit = Long.MIN_VALUE >>> (Root.BITS + depth);
        boolean bounded = node[1] != Node.NO_BOUND;
        long leftBound = Node.NO_BOUND;
        long rightBound = Node.NO_BOUND;
        var leftSlots = new long[count];
        var rightSlots = new long[count];
        int leftCount = 0;
        int rightCount = 0;
        for (int i = Node.HEAD; i < Node.HEAD + count; i++) {
            long record = Node.address(node[i]);
            long bound = bounded ? boundOf(record) : Node.NO_BOUND;
            if ((hashOf(record) & bit) == 0) {
                leftSlots[leftCount++] = node[i];
                leftBound = Math.min(leftBound, bound);
            } else {
                rightSlots[rightCount++] = node[i];
                rightBound = Math.min(rightBound, bound);
            }
        }
        int epoch = epochs.current();
        long[] left = Node.make(leftSlots, leftCount, leftBound, epoch, depth + 1);
        long[] right = Node.make(rightSlots, rightCount, rightBound, epoch, depth + 1);
        heapBytes += Node.heapBytes(left.length) + Node.heapBytes(right.length)
                - Node.heapBytes(node.length);
        heapBytes -= directory.heapBytes();
        directory.placeHalves(left, right, directory.index(hash));
        heapBytes += directory.heapBytes();
    }

    /** Gives back what a node, from which records were removed, does not need. */
    private void shrink(Directory directory, long[] node, long hash) {
        int index = directory.index(hash);
        while (Node.depth(node) > 0 && Node.count(node) <= JOINED_RECORDS_MAX / 2) {
            int depth = Node.depth(node);
            int start = directory.start(index, depth);
            long[] sibling = directory.nodes[start ^ (1 << (directory.depth - depth))];
            if (Node.depth(sibling) != depth
                    || Node.count(node) + Node.count(sibling) > JOINED_RECORDS_MAX) {
                break;
            }
            node = join(directory, node, sibling, start);
            index = directory.index(hash);
        }
        if (node.length > 8 && Node.count(node) <= node.length / 4) {
            resize(directory, node, hash, Node.lengthFor(Node.count(node)));
        }
    }

    private long[] join(Directory directory, long[] node, long[] sibling, int index) {
        long[] slots = Node.mergedSlots(node, sibling);
        long bound = Math.min(node[1], sibling[1]);
        int depth = Node.depth(node) - 1;
        long[] joined = Node.make(slots, slots.length, bound, epochs.current(), depth);
        heapBytes += Node.heapBytes(joined.length) - Node.heapBytes(node.length)
                - Node.heapBytes(sibling.length);
        heapBytes -= directory.heapBytes();
        directory.placeJoined(joined, index);
        heapBytes += directory.heapBytes();
        return joined;
    }

    private long hashOf(long record) {
        MemorySegment page = slab.page(record);
        long at = Slab.offset(record);
        return keyHash.of(page, Records.keyAt(page, at), Records.keyLength(page, at));
    }

    private long boundOf(long record) {
        long deadline = Records.deadline(slab.page(record), Slab.offset(record));
        return deadline == Keyspace.NO_DEADLINE ? Node.NO_BOUND : deadline;
    }

    // Going over it

    /**
     * Visits whole nodes from a place on until so many records were seen; the next place, 0 at the
     * end.
     */
    long scan(long place, int recordsMin, RecordVisitor visitor) {
        int seen = 0;
        long at = place;
        while (at < PLACE_END && seen < recordsMin) {
            long hash = at << PLACE_BITS;
            var directory = root.directory(Root.index(hash));
            if (directory == null) {
                at = endOfDirectory(at);
                continue;
            }
            long[] node = directory.node(hash);
            int end = Node.end(node);
            for (int i = Node.HEAD; i < end; i++) {
                visitor.visit(Node.address(node[i]));
            }
            seen += Node.count(node);
            at = endOfNode(at, node);
        }
        return at < PLACE_END ? at : 0;
    }

    static long endOfDirectory(long place) {
        int bits = PLACE_BITS - Root.BITS;
        return ((place >>> bits) + 1) << bits;
    }

    static long endOfNode(long place, long[] node) {
        int bits = PLACE_BITS - Root.BITS - Node.depth(node);
        return ((place >>> bits) + 1) << bits;
    }

    /** A record, each with the same probability. */
    long random(RandomGenerator random) {
        if (size == 0) {
            return NONE;
        }
        long rank = random.nextLong(size);
        int index = 0;
        var directory = root.directory(0);
        while (directory == null || rank >= directory.size) {
            rank -= directory == null ? 0 : directory.size;
            directory = root.directory(++index);
        }
        // A node stands at several indexes: only its first counts. Then a slot that is not in use
        // is another try.
        while (true) {
            int at = random.nextInt(directory.nodes.length);
            long[] node = directory.nodes[at];
            int slot = random.nextInt(directory.lengthMax);
            if (directory.start(at, Node.depth(node)) == at && slot < Node.count(node)) {
                return Node.address(node[Node.HEAD + slot]);
            }
        }
    }

    // For the expiry cycle

    /** Takes the record at the index of a node out; the node that is now there may be a copy. */
    long[] removeAt(long hash, int index) {
        var directory = ownDirectory(hash);
        long[] node = ownNode(directory, hash);
        Node.remove(node, index);
        foreseen.outdate();
        directory.size--;
        size--;
        return node;
    }

    void shrinkAt(long hash) {
        var directory = ownDirectory(hash);
        shrink(directory, directory.node(hash), hash);
    }
}
