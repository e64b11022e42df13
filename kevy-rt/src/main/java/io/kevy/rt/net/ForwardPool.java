package io.kevy.rt.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The forwards one shard may have on the way at once; their number bounds the rings between shards,
 * so that a ring can never be full.
 */
public final class ForwardPool {
    private final ArrayDeque<Forward> free = new ArrayDeque<>();
    private int unmade;

    /**
     * @param capacity forwards in all
     */
    public ForwardPool(int capacity) {
        unmade = capacity;
    }

    /** A forward to fill, or null when all are on the way. */
    public @Nullable Forward take() {
        var forward = free.pollLast();
        if (forward == null && unmade > 0) {
            unmade--;
            return new Forward();
        }
        return forward;
    }

    /** Whether {@link #take} would give one. */
    public boolean isAvailable() {
        return unmade > 0 || !free.isEmpty();
    }

    /** Takes back a forward whose reply has been used. */
    public void giveBack(Forward forward) {
        forward.release();
        free.addLast(forward);
    }
}
