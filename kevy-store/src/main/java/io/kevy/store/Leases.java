package io.kevy.store;

import io.kevy.store.memory.Guard;
import io.kevy.store.memory.Memory;
import io.kevy.store.tree.ChunkedBytes;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The long strings of a store that somebody is reading by a {@link ValueLease}.
 *
 * <p>As long as a leased string is only read, removed or replaced as a whole, it is kept as it is
 * and given back after its last lease. With the first change of a part the key's string and the
 * leased one diverge: a {@link Guard} keeps the blocks of the latter. No more leases of the key's
 * string are given then until the old ones have ended, so that what is kept is never more than one
 * old state of a string.
 */
final class Leases {
    /** Strings leased at a time. */
    private static final int STRINGS_MAX = 1024;

    private final Memory memory;
    private final ChunkedBytes chunks;
    private final ArrayList<Leased> all = new ArrayList<>();

    /** How many have ended and could not be given back for want of memory. */
    private int late;

    Leases(Memory memory, ChunkedBytes chunks) {
        this.memory = memory;
        this.chunks = chunks;
    }

    /** One leased string. */
    static final class Leased {
        private final long root;

        /** The root of the key's string, also when the key is gone. */
        private long current;

        private @Nullable Guard guard;
        private boolean gone;
        private int leases = 1;

        private Leased(long root) {
            this.root = root;
            current = root;
        }

        long root() {
            return root;
        }
    }

    /** Number of strings that are leased. */
    int size() {
        return all.size();
    }

    /** A lease of the string with this root, or null when it has to be copied. */
    @Nullable ValueLease lease(long root, int length) {
        var leased = find(root);
        if (leased == null) {
            if (all.size() == STRINGS_MAX) {
                return null;
            }
            leased = new Leased(root);
            all.add(leased);
            memory.hold();
        } else if (leased.guard == null) {
            leased.leases++;
        } else {
            return null;
        }
        return new ValueLease(this, leased, length, chunks.pieces());
    }

    /** What is leased of the key's string with this root; null if nothing is. */
    @Nullable Leased find(long root) {
        for (int i = all.size() - 1; i >= 0; i--) {
            var leased = all.get(i);
            if (leased.current == root) {
                return leased;
            }
        }
        return null;
    }

    /**
     * A change of a part of the string begins.
     *
     * @throws OutOfMemoryError when there is no room; it has not begun then
     */
    void begin(Leased leased) {
        var guard = leased.guard;
        if (guard == null) {
            guard = memory.guard();
            leased.guard = guard;
        }
        memory.begin(guard);
    }

    /** The change has ended; the string now has this root. */
    void end(Leased leased, long root) {
        memory.end();
        leased.current = root;
    }

    /** The key's string is given up as a whole; it is given back later. */
    void giveUp(Leased leased) {
        leased.gone = true;
    }

    void end(Leased leased) {
        if (--leased.leases == 0) {
            late++;
            try {
                giveBackLate();
            } catch (OutOfMemoryError e) {
                // Before the next change, then.
            }
        }
    }

    /**
     * Gives back what has ended.
     *
     * @throws OutOfMemoryError when there is no room for it to wait in; the rest stays
     */
    void giveBackLate() {
        for (int i = all.size() - 1; i >= 0 && late > 0; i--) {
            var leased = all.get(i);
            if (leased.leases == 0) {
                memory.readyToDiscard();
                giveBack(leased);
                all.remove(i);
                late--;
                memory.letGo();
            }
        }
    }

    private void giveBack(Leased leased) {
        if (leased.guard != null) {
            memory.release(leased.guard);
        }
        if (leased.gone) {
            chunks.discard(leased.current);
        }
    }
}
