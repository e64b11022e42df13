package io.kevy.store;

/**
 * The active expiry of one table: a cursor that goes round and round and looks only into nodes that
 * may hold a due record.
 *
 * <p>A node's bound, and its directory's, is never later than the earliest deadline in it.
 * Deadlines that are pushed back or deleted leave a bound too early: the next look raises it. While
 * the cursor is within a directory, the directory's bound covers the nodes passed since it came in,
 * and the cursor itself stands for those still ahead.
 */
final class ExpiryCycle {

    /** Work for reading the bound of a node, when looking at its records is this many. */
    private static final int WORK_PER_LOOK = 16;

    private final RecordTable table;
    private final Slab slab;
    private long place;
    private boolean withinDirectory;
    private boolean pending;

    ExpiryCycle(RecordTable table, Slab slab) {
        this.table = table;
        this.slab = slab;
    }

    /** Whether the last step ended before it had gone all round. */
    boolean isPending() {
        return pending;
    }

    /**
     * Goes on, at most once round, until it has looked into so many nodes; returns the number of
     * records removed.
     */
    int step(long nowMillis, int nodesMax, RecordVisitor beforeRemoval, Reclaimer reclaimer) {
        long work = (long) nodesMax * WORK_PER_LOOK;
        long sizeBefore = table.size();
        int directoriesLeft = withinDirectory ? Root.FAN_OUT + 1 : Root.FAN_OUT;
        pending = false;
        while (directoriesLeft > 0) {
            var directory =
                    table.root().directory((int) (place >>> (RecordTable.PLACE_BITS - Root.BITS)));
            if (directory == null || (!withinDirectory && directory.minDeadline >= nowMillis)) {
                leaveDirectory();
                directoriesLeft--;
                continue;
            }
            if (work <= 0) {
                pending = true;
                break;
            }
            if (!withinDirectory) {
                withinDirectory = true;
                directory.minDeadline = Node.NO_BOUND;
            }
            long hash = place << RecordTable.PLACE_BITS;
            long[] node = directory.node(hash);
            long next = RecordTable.endOfNode(place, node);
            work--;
            if (node[1] < nowMillis) {
                work -= WORK_PER_LOOK - 1;
                look(hash, node, nowMillis, beforeRemoval, reclaimer);
            } else {
                directory.minDeadline = Math.min(directory.minDeadline, node[1]);
            }
            if (next == RecordTable.endOfDirectory(place)) {
                leaveDirectory();
                directoriesLeft--;
            } else {
                place = next;
            }
        }
        return (int) (sizeBefore - table.size());
    }

    private void leaveDirectory() {
        withinDirectory = false;
        place = RecordTable.endOfDirectory(place) & RecordTable.PLACE_MASK;
    }

    private void look(long hash, long[] node, long nowMillis, RecordVisitor beforeRemoval,
            Reclaimer reclaimer) {
        long bound = Node.NO_BOUND;
        boolean removed = false;
        for (int i = Node.end(node) - 1; i >= Node.HEAD; i--) {
            long record = Node.address(node[i]);
            long deadline = Records.deadline(slab.page(record), Slab.offset(record));
            if (deadline == Keyspace.NO_DEADLINE) {
                continue;
            }
            if (deadline < nowMillis) {
                beforeRemoval.visit(record);
                node = table.removeAt(hash, i);
                table.countDeadline(true, false);
                reclaimer.discard(record);
                removed = true;
            } else {
                bound = Math.min(bound, deadline);
            }
        }
        node[1] = bound;
        var directory = table.root().directory(Root.index(hash));
        if (directory != null) {
            directory.minDeadline = Math.min(directory.minDeadline, bound);
        }
        if (removed) {
            table.shrinkAt(hash);
        }
    }
}
