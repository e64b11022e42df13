package io.kevy.store;

import java.util.Arrays;

/**
 * The nodes of one 256th of the hash range, by the next {@code depth} bits of the hash: extendible
 * hashing. A node of a smaller depth stands at every index that its bits lead to, side by side.
 *
 * <p>Frozen once a snapshot can see it: then only {@link #minDeadline}, which belongs to the
 * writer, still changes.
 */
final class Directory {

    /**
     * A directory of more entries than this for each node is not doubled: its nodes grow instead.
     */
    private static final int ENTRIES_PER_NODE_MAX = 64;

    private static final int DEPTH_MAX = 24;
    private static final int HEAP_BYTES = 48;

    final int epoch;
    int depth;
    long[][] nodes;
    int nodeCount;
    /** Number of nodes whose depth is the directory's. */
    int deepestCount;

    /** No node has been longer. */
    int lengthMax = Node.LENGTH_MAX;

    /** Number of records. */
    int size;
    /** No record has an earlier deadline, except of nodes the expiry cycle still has to come to. */
    long minDeadline;

    Directory(int epoch) {
        this.epoch = epoch;
        nodes = new long[][] {Node.make(Node.lengthFor(1), epoch, 0)};
        nodeCount = 1;
        deepestCount = 1;
        minDeadline = Node.NO_BOUND;
    }

    Directory(Directory source, int epoch) {
        this.epoch = epoch;
        depth = source.depth;
        nodes = source.nodes.clone();
        nodeCount = source.nodeCount;
        deepestCount = source.deepestCount;
        lengthMax = source.lengthMax;
        size = source.size;
        minDeadline = source.minDeadline;
    }

    int index(long hash) {
        return (int) (hash << Root.BITS >>> 1 >>> (Long.SIZE - 1 - depth));
    }

    long[] node(long hash) {
        return nodes[index(hash)];
    }

    /** The first index at which the node that stands at {@code index} stands. */
    int start(int index, int nodeDepth) {
        return index & -(1 << (depth - nodeDepth));
    }

    /** Puts a node at every index that its depth gives it. */
    void place(long[] node, int index) {
        int nodeDepth = Node.depth(node);
        int start = start(index, nodeDepth);
        Arrays.fill(nodes, start, start + (1 << (depth - nodeDepth)), node);
    }

    /** Whether a node of this depth can be replaced by two of the next. */
    boolean canSplit(int nodeDepth) {
        return nodeDepth < depth
                || (depth < DEPTH_MAX && nodes.length <= ENTRIES_PER_NODE_MAX / 2 * nodeCount);
    }

    /** Puts the two halves of a node at its place, doubling the directory when they need it. */
    void placeHalves(long[] left, long[] right, int index) {
        int halfDepth = Node.depth(left);
        int start = start(index, halfDepth - 1);
        if (halfDepth > depth) {
            var doubled = new long[nodes.length * 2][];
            for (int i = 0; i < nodes.length; i++) {
                doubled[2 * i] = nodes[i];
                doubled[2 * i + 1] = nodes[i];
            }
            nodes = doubled;
            depth++;
            start *= 2;
            deepestCount = 0;
        }
        nodeCount++;
        if (halfDepth == depth) {
            deepestCount += 2;
        }
        place(left, start);
        place(right, start + (1 << (depth - halfDepth)));
    }

    /**
     * Puts one node at the place of two halves, and halves the directory when nothing needs its
     * last bit.
     */
    void placeJoined(long[] joined, int index) {
        int halfDepth = Node.depth(joined) + 1;
        nodeCount--;
        place(joined, index);
        if (halfDepth < depth) {
            return;
        }
        deepestCount -= 2;
        while (deepestCount == 0 && depth > 0) {
            var halved = new long[nodes.length / 2][];
            for (int i = 0; i < halved.length; i++) {
                halved[i] = nodes[2 * i];
            }
            nodes = halved;
            depth--;
            for (long[] node : halved) {
                if (Node.depth(node) == depth) {
                    deepestCount++;
                }
            }
        }
    }

    long heapBytes() {
        return HEAP_BYTES + 16 + (long) nodes.length * Integer.BYTES;
    }
}
