package io.kevy.store.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Memory;

/** Checks what holds for every tree, and says how much memory it takes. */
final class TreeInvariants {
    private final Memory memory;
    private final NodeLayout layout;
    private long bytes;

    private TreeInvariants(Memory memory, int keyWords) {
        this.memory = memory;
        layout = new NodeLayout(keyWords);
    }

    /** The bytes that the tree and its children take. */
    static long check(Memory memory, int keyWords, long root) {
        var check = new TreeInvariants(memory, keyWords);
        if (root != 0) {
            int level = NodeLayout.level(memory.page(root), root);
            int count = NodeLayout.count(memory.page(root), root);
            assertTrue(level == 0 || count > 1, "an inner root with one entry");
            check.node(root, level);
        }
        return check.bytes;
    }

    private long node(long node, int level) {
        var page = memory.page(node);
        int count = NodeLayout.count(page, node);
        assertEquals(level, NodeLayout.level(page, node));
        assertTrue(count > 0 && count <= NodeLayout.room(page, node), "entries: " + count);
        assertTrue(NodeLayout.room(page, node) <= NodeLayout.ENTRIES_MAX);
        assertTrue(memory.capacity(node) >= layout.bytes(level, NodeLayout.room(page, node)));
        bytes += memory.capacity(node);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long entry = layout.entry(node, level, i);
            long child = NodeLayout.child(page, entry);
            long weight = NodeLayout.weight(page, entry, level);
            if (level > 0) {
                assertEquals(node(child, level - 1), weight);
                long first = layout.entry(child, level - 1, 0);
                for (int word = 0; word < layout.keyWords; word++) {
                    assertEquals(layout.key(memory.page(child), first, level - 1, word),
                            layout.key(page, entry, level, word));
                }
            } else {
                assertTrue(weight > 0);
                bytes += child == 0 ? 0 : memory.capacity(child & -8);
            }
            sum += weight;
        }
        return sum;
    }
}
