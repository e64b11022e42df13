package io.kevy.store.tree;

import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A reusable place in a {@link CountedTree}: at one of its entries, or past its end. It reads the
 * pages it was made for, on the thread that may read these. A change made through a path leaves it
 * where the change says; any other change of the tree makes it meaningless until it seeks again.
 */
public final class TreePath {
    /** More than any tree that fits the addresses needs. */
    static final int LEVELS_MAX = 16;

    private final PageMap pages;
    private final NodeLayout layout;

    /** By level, 0 is the leaf. */
    final long[] nodes = new long[LEVELS_MAX];

    final int[] index = new int[LEVELS_MAX];
    int height;
    private boolean present;
    private long position;
    private long child;
    private long weight;

    TreePath(PageMap pages, NodeLayout layout) {
        this.pages = pages;
        this.layout = layout;
    }

    /** Whether the path is at an entry. */
    public boolean isPresent() {
        return present;
    }

    /** The weight of all entries before; that of the whole tree past its end. */
    public long position() {
        return position;
    }

    /** What the entry refers to, with its low bits. */
    public long child() {
        return child;
    }

    /** The entry's weight. */
    public int weight() {
        return (int) weight;
    }

    /** A word of the entry's key. */
    public long key(int word) {
        long leaf = nodes[0];
        return layout.key(pages.page(leaf), layout.entry(leaf, 0, index[0]), 0, word);
    }

    /** Goes to the entry that holds the position; false at the end or beyond. */
    public boolean seek(long root, long sought) {
        position = 0;
        if (!begin(root)) {
            return false;
        }
        long node = root;
        for (int level = height - 1;; level--) {
            var page = pages.page(node);
            int count = NodeLayout.count(page, node);
            long entry = layout.entry(node, level, 0);
            int entryBytes = layout.entryBytes(level);
            long start = position;
            int i = 0;
            for (; i < count; i++, entry += entryBytes) {
                long end = start + NodeLayout.weight(page, entry, level);
                if (sought < end) {
                    break;
                }
                start = end;
            }
            position = start;
            if (i == count) {
                present = false;
                return false;
            }
            nodes[level] = node;
            index[level] = i;
            if (level == 0) {
                arrive(page, entry);
                return true;
            }
            node = NodeLayout.child(page, entry);
        }
    }

    /** Goes to the first entry; false when there is none. */
    public boolean first(long root) {
        return seek(root, 0);
    }

    /** Goes to the last entry; false when there is none. */
    public boolean last(long root) {
        position = 0;
        if (!begin(root)) {
            return false;
        }
        long end = layout.weight(pages, root);
        descend(height - 1, root, true);
        position = end - weight;
        return true;
    }

    /**
     * Goes to the first entry that does not come before what is sought, past the end if there is
     * none. Words are compared one after the other, signed; the second is not looked at in trees of
     * one. A tree in which keys come more than once needs a tie-break that never says 0.
     *
     * @param tie asked when all words are equal; null means that the entry is the one sought
     * @return whether the entry is equal to what is sought
     */
    public boolean seekKey(long root, long key0, long key1, @Nullable TieBreak tie) {
        position = 0;
        if (!begin(root)) {
            return false;
        }
        long node = root;
        for (int level = height - 1; level > 0; level--) {
            int i = Math.max(0, firstNotBefore(node, level, true, key0, key1, tie) - 1);
            nodes[level] = node;
            index[level] = i;
            position += weightBefore(node, level, i);
            node = NodeLayout.child(pages.page(node), layout.entry(node, level, i));
        }
        int i = firstNotBefore(node, 0, false, key0, key1, tie);
        var page = pages.page(node);
        nodes[0] = node;
        if (i == NodeLayout.count(page, node)) {
            index[0] = i - 1;
            position += weightBefore(node, 0, i - 1);
            arrive(page, layout.entry(node, 0, i - 1));
            next();
        } else {
            index[0] = i;
            position += weightBefore(node, 0, i);
            arrive(page, layout.entry(node, 0, i));
        }
        return present && compare(nodes[0], 0, index[0], key0, key1, tie) == 0;
    }

    /** The first entry that comes after what is sought, or that is not before it. */
    private int firstNotBefore(
            long node, int level, boolean after, long key0, long key1, @Nullable TieBreak tie) {
        int low = 0;
        int high = NodeLayout.count(pages.page(node), node);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = compare(node, level, middle, key0, key1, tie);
            if (order > 0 || (after && order == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(
            long node, int level, int i, long key0, long key1, @Nullable TieBreak tie) {
        var page = pages.page(node);
        long entry = layout.entry(node, level, i);
        int order = 0;
        if (layout.keyWords > 0) {
            order = Long.compare(key0, layout.key(page, entry, level, 0));
        }
        if (order == 0 && layout.keyWords > 1) {
            order = Long.compare(key1, layout.key(page, entry, level, 1));
        }
        if (order == 0 && tie != null) {
            order = tie.compare(pages, firstBelow(page, entry, level));
        }
        return order;
    }

    private long firstBelow(MemorySegment page, long entry, int level) {
        long below = NodeLayout.child(page, entry);
        for (int l = level - 1; l >= 0; l--) {
            below = NodeLayout.child(pages.page(below), layout.entry(below, l, 0));
        }
        return below;
    }

    private long weightBefore(long node, int level, int end) {
        var page = pages.page(node);
        long sum = 0;
        for (int i = 0; i < end; i++) {
            sum += NodeLayout.weight(page, layout.entry(node, level, i), level);
        }
        return sum;
    }

    /** Goes to the entry that follows; false, and past the end, when there is none. */
    public boolean next() {
        if (!present) {
            return false;
        }
        position += weight;
        return step(1);
    }

    /** Goes to the entry before; false, and the path as it was, when there is none. */
    public boolean previous() {
        if (position == 0 || !step(-1)) {
            return false;
        }
        position -= weight;
        return true;
    }

    private boolean step(int by) {
        for (int level = 0; level < height; level++) {
            long node = nodes[level];
            var page = pages.page(node);
            int i = index[level] + by;
            if (i >= 0 && i < NodeLayout.count(page, node)) {
                index[level] = i;
                long entry = layout.entry(node, level, i);
                if (level == 0) {
                    arrive(page, entry);
                } else {
                    descend(level - 1, NodeLayout.child(page, entry), by < 0);
                }
                return true;
            }
        }
        present = false;
        return false;
    }

    private void descend(int level, long below, boolean toLast) {
        long node = below;
        for (int l = level;; l--) {
            var page = pages.page(node);
            nodes[l] = node;
            index[l] = toLast ? NodeLayout.count(page, node) - 1 : 0;
            long entry = layout.entry(node, l, index[l]);
            if (l == 0) {
                arrive(page, entry);
                return;
            }
            node = NodeLayout.child(page, entry);
        }
    }

    private boolean begin(long root) {
        present = root != 0;
        height = present ? 1 + NodeLayout.level(pages.page(root), root) : 0;
        return present;
    }

    private void arrive(MemorySegment page, long entry) {
        present = true;
        child = NodeLayout.child(page, entry);
        weight = NodeLayout.weight(page, entry, 0);
    }

    /** After its entry was changed: reads it again. */
    void refresh(long positionNow) {
        position = positionNow;
        long leaf = nodes[0];
        arrive(pages.page(leaf), layout.entry(leaf, 0, index[0]));
    }

    /** After its entry was removed. */
    void leave() {
        present = false;
    }

    /** Whether the entry is the tree's first (-1), its last (1) or another (0; or both: 1). */
    int edge() {
        boolean first = true;
        boolean last = true;
        for (int level = 0; level < height; level++) {
            first &= index[level] == 0;
            last &= index[level] == NodeLayout.count(pages.page(nodes[level]), nodes[level]) - 1;
        }
        return last ? 1 : first ? -1 : 0;
    }
}
