package io.kevy.store.tree;

import static io.kevy.store.tree.NodeLayout.ENTRIES_MAX;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * A copy-on-write B+tree of (child, weight, key): a sequence that is found by position, the sum of
 * the weights before, or by key, in logarithmic time. Sorted sets, lists, streams and long strings
 * are such sequences. The object knows what entries look like; a tree is its root address, 0 when it
 * is empty.
 *
 * <p>Invariants: no node is empty and no inner root has one child only; an inner entry tells the
 * weight and the first key of all below it; all leaves have level 0. A node that lost an entry is
 * joined with a neighbour as soon as both fit into half a node, so two neighbours hold more than
 * half a node together, but for the pair that meets when their parents are joined. A node's block is
 * as long as its entries need and a few more, so sparse nodes cost levels, not memory. A node that
 * overflows at an end of the tree leaves all but one of its entries behind: what is appended or
 * prepended fills nodes.
 *
 * <p>A change owns the path to its entry, returns the root that takes the place of the one given,
 * and reserves what it needs before it begins: when memory runs out, the tree is as it was. A child
 * belongs to the caller where entries are changed one by one; a tree or range that is discarded
 * gives back its children by the rule in {@link Children}.
 *
 * <p>Limits: a weight in a leaf is 1 to {@link #WEIGHT_MAX}; keys have 0 to 2 words. Comparing equal
 * keys costs a walk to the leaf, as inner entries know no child to compare with.
 */
public final class CountedTree {
    /** The largest weight of one entry. */
    public static final int WEIGHT_MAX = NodeLayout.WEIGHT_MAX;

    private static final int JOINED_MAX = ENTRIES_MAX / 2;

    private final Memory memory;
    private final Children children;
    private final NodeLayout layout;
    private final long nodeBytesMax;
    private final int kind;

    /** Trees of entries with so many key words, 0 to 2. Registers a kind with the memory. */
    public CountedTree(Memory memory, int keyWords, Children children) {
        this.memory = memory;
        this.children = children;
        layout = new NodeLayout(keyWords);
        nodeBytesMax = Memory.rounded(layout.bytesMax());
        kind = memory.register(this::dismantle);
    }

    /** The kind of a root, for {@link Memory#discardTree} and {@link Memory#free}. */
    public int kind() {
        return kind;
    }

    // Reading

    /** A path for the writer's pages. */
    public TreePath path() {
        return new TreePath(memory.pages(), layout);
    }

    /** A path for a view's pages: a walk over the trees of that view, on its thread. */
    public TreePath path(PageMap pages) {
        return new TreePath(pages, layout);
    }

    static TreePath path(PageMap pages, int keyWords) {
        return new TreePath(pages, new NodeLayout(keyWords));
    }

    /** The weight of all entries, from the root alone. */
    public long weight(long root) {
        return root == 0 ? 0 : layout.weight(memory.pages(), root);
    }

    /** The number of entries; reads the header of each leaf. */
    public long count(long root) {
        return root == 0 ? 0 : countBelow(root);
    }

    private long countBelow(long node) {
        var page = memory.page(node);
        int level = NodeLayout.level(page, node);
        int entries = NodeLayout.count(page, node);
        if (level == 0) {
            return entries;
        }
        long sum = 0;
        for (int i = 0; i < entries; i++) {
            sum += countBelow(NodeLayout.child(page, layout.entry(node, level, i)));
        }
        return sum;
    }

    // Changing an entry

    /**
     * Makes the path's blocks changeable. Afterwards the path's child has the young bit that is
     * true, and {@link #replace} and {@link #reweigh} through the path need no more memory.
     */
    public long own(long root, TreePath path) {
        reserve(path.height);
        return ownReserved(root, path);
    }

    long ownReserved(long root, TreePath path) {
        long result = root;
        for (int level = path.height - 1; level >= 0; level--) {
            long owned = ownNode(path.nodes[level], level);
            if (owned != path.nodes[level]) {
                result = place(result, path, level, owned);
            }
        }
        path.refresh(path.position());
        return result;
    }

    private long ownNode(long node, int level) {
        long owned = memory.own(node);
        if (owned != node && level == 0) {
            age(memory.page(owned), owned);
        }
        return owned;
    }

    /** What a copied leaf refers to is older than the leaf. */
    private void age(MemorySegment page, long leaf) {
        int count = NodeLayout.count(page, leaf);
        for (int i = 0; i < count; i++) {
            long entry = layout.entry(leaf, 0, i);
            NodeLayout.child(page, entry, NodeLayout.child(page, entry) & ~Children.YOUNG);
        }
    }

    /** Lets the block take the place of the path's node; the parent is owned. */
    private long place(long root, TreePath path, int level, long node) {
        path.nodes[level] = node;
        if (level == path.height - 1) {
            return node;
        }
        long parent = path.nodes[level + 1];
        long entry = layout.entry(parent, level + 1, path.index[level + 1]);
        NodeLayout.child(memory.page(parent), entry, node);
        return root;
    }

    /** Refers to another child with another weight. The path stays at the entry. */
    public long replace(long root, TreePath path, long child, int weight) {
        reserve(path.height);
        return replaceReserved(root, path, child, weight);
    }

    /** Changes the weight. The path stays at the entry. */
    public long reweigh(long root, TreePath path, int weight) {
        reserve(path.height);
        long result = ownReserved(root, path);
        return replaceReserved(result, path, path.child(), weight);
    }

    long replaceReserved(long root, TreePath path, long child, int weight) {
        checkWeight(weight);
        long result = ownReserved(root, path);
        long leaf = path.nodes[0];
        var entry = layout.entry(leaf, 0, path.index[0]);
        NodeLayout.write(memory.page(leaf), entry, 0, child, weight);
        addWeight(path, weight - path.weight());
        path.refresh(path.position());
        return result;
    }

    private void addWeight(TreePath path, long difference) {
        if (difference == 0) {
            return;
        }
        for (int level = 1; level < path.height; level++) {
            long node = path.nodes[level];
            addWeight(memory.page(node), layout.entry(node, level, path.index[level]), level,
                    difference);
        }
    }

    private static void addWeight(MemorySegment page, long entry, int level, long difference) {
        NodeLayout.write(page, entry, level, NodeLayout.child(page, entry),
                NodeLayout.weight(page, entry, level) + difference);
    }

    // Inserting

    /**
     * Inserts an entry before the path's, or as the last when the path is past the end. The path
     * then is at the new entry.
     */
    public long insertBefore(
            long root, TreePath path, long child, int weight, long key0, long key1) {
        if (!path.isPresent()) {
            return append(root, path, child, weight, key0, key1);
        }
        reserveInsert(path);
        return insertReserved(root, path, 0, child, weight, key0, key1);
    }

    /** Inserts an entry after the path's. The path then is at the new entry. */
    public long insertAfter(
            long root, TreePath path, long child, int weight, long key0, long key1) {
        reserveInsert(path);
        return insertReserved(root, path, 1, child, weight, key0, key1);
    }

    /** Inserts an entry as the last. The path then is at the new entry. */
    public long append(long root, TreePath path, long child, int weight, long key0, long key1) {
        path.last(root);
        reserveInsert(path);
        return insertReserved(root, path, 1, child, weight, key0, key1);
    }

    private void reserveInsert(TreePath path) {
        reserve(3 * path.height + 2);
    }

    long insertReserved(
            long root, TreePath path, int after, long child, int weight, long key0, long key1) {
        checkWeight(weight);
        if (root == 0) {
            return insertFirst(path, child, weight, key0, key1);
        }
        long result = ownReserved(root, path);
        int edge = path.edge() == (after == 0 ? -1 : 1) ? path.edge() : 0;
        long positionNow = path.position() + (after == 0 ? 0 : path.weight());
        result = makeRoom(result, path, 0, edge);
        int i = path.index[0] + after;
        insertEntry(path.nodes[0], 0, i, child, weight);
        writeKey(path.nodes[0], 0, i, key0, key1);
        path.index[0] = i;
        addWeight(path, weight);
        writeKeys(path, 1);
        path.refresh(positionNow);
        return result;
    }

    private long insertFirst(TreePath path, long child, int weight, long key0, long key1) {
        long leaf = newNode(0, 1);
        insertEntry(leaf, 0, 0, child, weight);
        writeKey(leaf, 0, 0, key0, key1);
        path.height = 1;
        path.nodes[0] = leaf;
        path.index[0] = 0;
        path.refresh(0);
        return leaf;
    }

    private static void checkWeight(int weight) {
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("a weight of " + weight);
        }
    }

    /**
     * Makes sure that the path's node can take one more entry. The path goes on to denote the same
     * entries.
     *
     * @param edge which end of the tree the new entry becomes, -1 or 1, or 0
     */
    private long makeRoom(long root, TreePath path, int level, int edge) {
        long node = path.nodes[level];
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        if (count < NodeLayout.room(page, node)) {
            return root;
        }
        if (count < ENTRIES_MAX) {
            return place(root, path, level, resized(node, level, count + 1));
        }
        long result = level == path.height - 1 ? addRoot(root, path) : root;
        result = makeRoom(result, path, level + 1, edge);
        split(path, level, edge > 0 ? count - 1 : edge < 0 ? 1 : count / 2);
        return result;
    }

    private long addRoot(long root, TreePath path) {
        int level = path.height;
        long added = newNode(level, 2);
        insertEntry(added, level, 0, root, weight(root));
        copyFirstKey(root, level - 1, added, 0);
        path.nodes[level] = added;
        path.index[level] = 0;
        path.height = level + 1;
        return added;
    }

    private void split(TreePath path, int level, int leftCount) {
        long node = path.nodes[level];
        int count = NodeLayout.count(memory.page(node), node);
        long right = newNode(level, count - leftCount + 1);
        copyEntries(node, leftCount, count, right, level);
        long left = node;
        if (leftCount < count - 1) {
            left = newNode(level, leftCount + 1);
            copyEntries(node, 0, leftCount, left, level);
            memory.discard(node);
        } else {
            NodeLayout.count(memory.page(left), left, leftCount);
        }
        long parent = path.nodes[level + 1];
        int i = path.index[level + 1];
        NodeLayout.write(memory.page(parent), layout.entry(parent, level + 1, i), level + 1, left,
                weight(left));
        insertEntry(parent, level + 1, i + 1, right, weight(right));
        copyFirstKey(right, level, parent, i + 1);
        if (path.index[level] < leftCount) {
            path.nodes[level] = left;
        } else {
            path.nodes[level] = right;
            path.index[level] -= leftCount;
            path.index[level + 1]++;
        }
    }

    // Removing

    /** Removes the path's entry; its child is the caller's. The path is to seek again. */
    public long remove(long root, TreePath path) {
        reserve(4 * path.height + 1);
        long result = ownReserved(root, path);
        addWeight(path, -path.weight());
        removeEntry(path.nodes[0], 0, path.index[0]);
        boolean whole = false;
        int level = 0;
        for (; level < path.height - 1 && !whole; level++) {
            long node = path.nodes[level];
            long parent = path.nodes[level + 1];
            int i = path.index[level + 1];
            if (NodeLayout.count(memory.page(node), node) == 0) {
                memory.discard(node);
                removeEntry(parent, level + 1, i);
                continue;
            }
            copyFirstKey(node, level, parent, i);
            if (!join(parent, level + 1, i) && !join(parent, level + 1, i - 1)) {
                result = shrink(result, path, level);
                whole = true;
            }
        }
        if (whole) {
            writeKeys(path, level + 1);
        } else {
            result = shrink(result, path, level);
        }
        path.leave();
        return lowered(result);
    }

    private long shrink(long root, TreePath path, int level) {
        long node = path.nodes[level];
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        return count > 0 && count * 2 < NodeLayout.room(page, node)
                ? place(root, path, level, resized(node, level, count))
                : root;
    }

    /** The root without levels that have one entry only. */
    private long lowered(long root) {
        long top = root;
        while (true) {
            var page = memory.page(top);
            int count = NodeLayout.count(page, top);
            int level = NodeLayout.level(page, top);
            if (count > 1 || (count == 1 && level == 0)) {
                return top;
            }
            long below = count == 0 ? 0 : NodeLayout.child(page, layout.entry(top, level, 0));
            memory.discard(top);
            if (below == 0) {
                return 0;
            }
            top = below;
        }
    }

    /** Joins an entry of an owned node with the next if they are there and fit into half a node. */
    private boolean join(long parent, int parentLevel, int i) {
        var page = memory.page(parent);
        if (i < 0 || i + 1 >= NodeLayout.count(page, parent)) {
            return false;
        }
        int level = parentLevel - 1;
        long leftEntry = layout.entry(parent, parentLevel, i);
        long rightEntry = layout.entry(parent, parentLevel, i + 1);
        long left = NodeLayout.child(page, leftEntry);
        long right = NodeLayout.child(page, rightEntry);
        int leftCount = NodeLayout.count(memory.page(left), left);
        int rightCount = NodeLayout.count(memory.page(right), right);
        if (leftCount + rightCount > JOINED_MAX) {
            return false;
        }
        left = ownNode(left, level);
        right = ownNode(right, level);
        if (NodeLayout.room(memory.page(left), left) < leftCount + rightCount) {
            left = resized(left, level, leftCount + rightCount);
        }
        copyEntries(right, 0, rightCount, left, level);
        memory.discard(right);
        NodeLayout.write(page, leftEntry, parentLevel, left,
                NodeLayout.weight(page, leftEntry, parentLevel)
                        + NodeLayout.weight(page, rightEntry, parentLevel));
        removeEntry(parent, parentLevel, i + 1);
        return true;
    }

    /**
     * Removes the entries that lie wholly between two positions and gives them back; whole subtrees
     * at once.
     */
    public long removeRange(long root, long from, long to) {
        if (root == 0 || from >= to) {
            return root;
        }
        int height = 1 + NodeLayout.level(memory.page(root), root);
        reserve(rangeNodesMax(height));
        return removeRangeReserved(root, from, to);
    }

    /** On two paths: a node, and four joins that own two and make one. */
    static int rangeNodesMax(int height) {
        return 26 * height;
    }

    long removeRangeReserved(long root, long from, long to) {
        int level = NodeLayout.level(memory.page(root), root);
        long owned = ownNode(root, level);
        cut(owned, level, from, to);
        return lowered(owned);
    }

    private void cut(long node, int level, long from, long to) {
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        int entryBytes = layout.entryBytes(level);
        int kept = 0;
        int seam = 0;
        long start = 0;
        for (int i = 0; i < count; i++) {
            long entry = layout.entry(node, level, i);
            long end = start + NodeLayout.weight(page, entry, level);
            if (start < from) {
                seam = kept;
            }
            boolean stays = start < from || end > to;
            if (!stays) {
                discardBelow(NodeLayout.child(page, entry), level);
            } else if (level > 0 && start < to && end > from) {
                stays = cutBelow(page, entry, level, from - start, to - start);
            }
            if (stays) {
                MemorySegment.copy(page, entry, page, layout.entry(node, level, kept), entryBytes);
                kept++;
            }
            start = end;
        }
        NodeLayout.count(page, node, kept);
        if (level > 0) {
            for (int i = seam + 2; i >= seam - 1; i--) {
                join(node, level, i);
            }
        }
    }

    private void discardBelow(long below, int level) {
        if (level > 0) {
            memory.discardTree(below, kind);
        } else if (below != 0) {
            children.discard(below);
        }
    }

    private boolean cutBelow(MemorySegment page, long entry, int level, long from, long to) {
        long below = ownNode(NodeLayout.child(page, entry), level - 1);
        cut(below, level - 1, from, to);
        if (NodeLayout.count(memory.page(below), below) == 0) {
            memory.discard(below);
            return false;
        }
        NodeLayout.write(page, entry, level, below, weight(below));
        copyFirstKey(below, level - 1, page, entry);
        return true;
    }

    /** Gives the tree and its children back, in steps once no view sees them. */
    public void discard(long root) {
        if (root != 0) {
            memory.discardTree(root, kind);
        }
    }

    private void dismantle(long node) {
        var page = memory.page(node);
        int level = NodeLayout.level(page, node);
        int count = NodeLayout.count(page, node);
        for (int i = 0; i < count; i++) {
            long below = NodeLayout.child(page, layout.entry(node, level, i));
            if (level > 0) {
                memory.free(below, kind);
            } else if (below != 0) {
                children.free(below);
            }
        }
        memory.free(node, Memory.PLAIN);
    }

    // Compaction

    /**
     * Moves nodes and children that lie where little else does, from a position on. Stops when the
     * budget is spent or memory runs out: the path then is at the entry to go on with; past the end
     * when all was looked at.
     */
    public long compact(long root, TreePath path, long from, BooleanSupplier spent) {
        if (!path.seek(root, from)) {
            return root;
        }
        long result = root;
        boolean first = true;
        do {
            if (isSparse(path, first)) {
                try {
                    reserve(2 * path.height);
                    result = moveNodes(result, path);
                    moveChild(path);
                } catch (OutOfMemoryError e) {
                    return result;
                }
            }
            first = false;
        } while (path.next() && !spent.getAsBoolean());
        return result;
    }

    /** Whether the child is sparse, or a node that was not looked at for the entry before. */
    private boolean isSparse(TreePath path, boolean first) {
        boolean sparse = path.child() != 0 && children.isSparse(path.child());
        for (int level = 0; level < path.height && !sparse; level++) {
            sparse = memory.isSparse(path.nodes[level]);
            if (!first && path.index[level] > 0) {
                break;
            }
        }
        return sparse;
    }

    private long moveNodes(long root, TreePath path) {
        long result = ownReserved(root, path);
        for (int level = path.height - 1; level >= 0; level--) {
            long node = path.nodes[level];
            if (memory.isSparse(node)) {
                int count = NodeLayout.count(memory.page(node), node);
                result = place(result, path, level, resized(node, level, count));
            }
        }
        return result;
    }

    private void moveChild(TreePath path) {
        long child = path.child();
        if (child != 0 && children.isSparse(child)) {
            long leaf = path.nodes[0];
            NodeLayout.child(memory.page(leaf), layout.entry(leaf, 0, path.index[0]),
                    children.moved(child));
            path.refresh(path.position());
        }
    }

    // Nodes

    private void reserve(int nodes) {
        memory.reserve(nodes * nodeBytesMax, nodes);
    }

    private long newNode(int level, int entries) {
        int wanted = Math.min(ENTRIES_MAX, entries + 3 + (entries >> 3));
        long bytes = Memory.rounded(layout.bytes(level, wanted));
        long room = (bytes - NodeLayout.HEADER_BYTES) / layout.entryBytes(level);
        long node = memory.allocate(bytes);
        NodeLayout.begin(memory.page(node), node, level, (int) Math.min(ENTRIES_MAX, room));
        return node;
    }

    /** An owned node in another block, with room for so many entries. */
    private long resized(long node, int level, int entries) {
        long block = newNode(level, entries);
        copyEntries(node, 0, NodeLayout.count(memory.page(node), node), block, level);
        memory.discard(node);
        return block;
    }

    /** Adds entries of one owned node to the end of another. */
    private void copyEntries(long source, int from, int to, long target, int level) {
        var page = memory.page(target);
        int count = NodeLayout.count(page, target);
        MemorySegment.copy(memory.page(source), layout.entry(source, level, from), page,
                layout.entry(target, level, count), (long) (to - from) * layout.entryBytes(level));
        NodeLayout.count(page, target, count + to - from);
    }

    private void insertEntry(long node, int level, int i, long child, long weight) {
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        long entry = layout.entry(node, level, i);
        int entryBytes = layout.entryBytes(level);
        MemorySegment.copy(page, entry, page, entry + entryBytes, (long) (count - i) * entryBytes);
        NodeLayout.write(page, entry, level, child, weight);
        NodeLayout.count(page, node, count + 1);
    }

    private void removeEntry(long node, int level, int i) {
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        long entry = layout.entry(node, level, i);
        int entryBytes = layout.entryBytes(level);
        MemorySegment.copy(
                page, entry + entryBytes, page, entry, (long) (count - i - 1) * entryBytes);
        NodeLayout.count(page, node, count - 1);
    }

    private void writeKey(long node, int level, int i, long key0, long key1) {
        var page = memory.page(node);
        long entry = layout.entry(node, level, i);
        if (layout.keyWords > 0) {
            layout.key(page, entry, level, 0, key0);
        }
        if (layout.keyWords > 1) {
            layout.key(page, entry, level, 1, key1);
        }
    }

    /** Tells the first keys below the path's nodes, from a level up. */
    private void writeKeys(TreePath path, int from) {
        for (int level = from; level < path.height && layout.keyWords > 0; level++) {
            copyFirstKey(path.nodes[level - 1], level - 1, path.nodes[level], path.index[level]);
        }
    }

    private void copyFirstKey(long node, int level, long parent, int i) {
        copyFirstKey(node, level, memory.page(parent), layout.entry(parent, level + 1, i));
    }

    private void copyFirstKey(long node, int level, MemorySegment parentPage, long parentEntry) {
        var page = memory.page(node);
        long entry = layout.entry(node, level, 0);
        for (int word = 0; word < layout.keyWords; word++) {
            layout.key(parentPage, parentEntry, level + 1, word,
                    layout.key(page, entry, level, word));
        }
    }
}
