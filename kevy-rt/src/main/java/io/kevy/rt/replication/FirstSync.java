package io.kevy.rt.replication;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which shards of this server have got data of the primary it was last told to follow. Thread-safe.
 *
 * <p>Until all of them have, the server's data is partly the old one and about to be replaced, so no
 * shard hands it on.
 */
final class FirstSync {
    private final long all;
    private final AtomicLong done = new AtomicLong();

    /**
     * @param shards from 1 to 64
     */
    FirstSync(int shards) {
        this.all = -1L >>> (Long.SIZE - shards);
    }

    void done(int shard) {
        long bit = 1L << shard;
        if ((done.get() & bit) == 0) {
            done.accumulateAndGet(bit, (a, b) -> a | b);
        }
    }

    boolean isComplete() {
        return done.get() == all;
    }
}
