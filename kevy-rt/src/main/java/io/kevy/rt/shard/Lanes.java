package io.kevy.rt.shard;

import io.kevy.rt.net.ForwardBatch;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * The rings between every two shards, one pair for requests and one for replies in each direction.
 *
 * <p>A shard has at most {@link #BATCHES_MAX} batches on the way, each in one ring at a time, so a
 * ring of that capacity always has room.
 */
public final class Lanes {
    /** Batches a shard may have on the way. */
    public static final int BATCHES_MAX = 64;

    private final SpscAtomicArrayQueue<ForwardBatch>[][] requests;
    private final SpscAtomicArrayQueue<ForwardBatch>[][] replies;

    public Lanes(int shards) {
        requests = rings(shards);
        replies = rings(shards);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
    private static SpscAtomicArrayQueue<ForwardBatch>[][] rings(int shards) {
        var rings = new SpscAtomicArrayQueue[shards][shards];
        for (int from = 0; from < shards; from++) {
            for (int to = 0; to < shards; to++) {
                if (from != to) {
                    rings[from][to] = new SpscAtomicArrayQueue<ForwardBatch>(BATCHES_MAX);
                }
            }
        }
        return rings;
    }

    SpscAtomicArrayQueue<ForwardBatch> requests(int source, int target) {
        return requests[source][target];
    }

    SpscAtomicArrayQueue<ForwardBatch> replies(int source, int target) {
        return replies[source][target];
    }
}
