package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** Walks a table and checks all that the table counts and promises about itself. */
final class TableInvariants {

    private TableInvariants() {}

    static void check(RecordTable table, Slab slab, KeyHash keyHash) {
        long size = 0;
        long deadlines = 0;
        long bytes = table.root() == Root.EMPTY ? 0 : Root.HEAP_BYTES;
        for (int index = 0; index < Root.FAN_OUT; index++) {
            var directory = table.root().directory(index);
            if (directory == null) {
                continue;
            }
            assertTrue(directory.size > 0 || directory.nodeCount == 1, "empty nodes are joined");
            assertEquals(1 << directory.depth, directory.nodes.length);
            bytes += directory.heapBytes();
            int nodes = 0;
            int deepest = 0;
            long directorySize = 0;
            for (int at = 0; at < directory.nodes.length;) {
                long[] node = directory.nodes[at];
                int depth = Node.depth(node);
                assertTrue(depth <= directory.depth);
                assertEquals(at, directory.start(at, depth));
                int width = 1 << (directory.depth - depth);
                for (int i = at; i < at + width; i++) {
                    assertSame(node, directory.nodes[i]);
                }
                nodes++;
                deepest += depth == directory.depth ? 1 : 0;
                directorySize += Node.count(node);
                bytes += Node.heapBytes(node.length);
                deadlines += checkNode(node, index, at, directory, slab, keyHash);
                at += width;
            }
            assertEquals(nodes, directory.nodeCount);
            assertEquals(deepest, directory.deepestCount);
            assertEquals(directorySize, directory.size);
            size += directorySize;
        }
        assertEquals(size, table.size());
        assertEquals(deadlines, table.deadlines());
        assertEquals(bytes, table.heapBytes());
    }

    private static int checkNode(long[] node, int rootIndex, int at, Directory directory, Slab slab,
            KeyHash keyHash) {
        int deadlines = 0;
        for (int i = Node.HEAD + 1; i < Node.end(node); i++) {
            assertTrue(node[i - 1] >>> 48 <= node[i] >>> 48, "in order of the fingerprints");
        }
        for (long slot : Arrays.copyOfRange(node, Node.HEAD, Node.end(node))) {
            long record = Node.address(slot);
            var page = slab.page(record);
            long offset = Slab.offset(record);
            long hash =
                    keyHash.of(page, Records.keyAt(page, offset), Records.keyLength(page, offset));
            assertEquals(hash << 48, slot & ~Node.ADDRESS_MASK);
            assertEquals(rootIndex, Root.index(hash));
            assertSame(node, directory.node(hash), "at " + at);
            if (Records.hasDeadline(page, offset)) {
                deadlines++;
                assertTrue(node[1] <= Records.deadline(page, offset));
            }
        }
        return deadlines;
    }
}
