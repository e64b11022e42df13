package io.kevy.store;

import org.jspecify.annotations.Nullable;

/** Goes over all nodes of a root that does not change meanwhile. */
final class NodeWalk {

    private final Root root;
    private int directoryIndex;
    private int nodeIndex;

    NodeWalk(Root root) {
        this.root = root;
    }

    /** The next node, null after the last. */
    long @Nullable [] next() {
        while (directoryIndex < Root.FAN_OUT) {
            var directory = root.directory(directoryIndex);
            if (directory != null && nodeIndex < directory.nodes.length) {
                long[] node = directory.nodes[nodeIndex];
                nodeIndex += 1 << (directory.depth - Node.depth(node));
                return node;
            }
            directoryIndex++;
            nodeIndex = 0;
        }
        return null;
    }
}
