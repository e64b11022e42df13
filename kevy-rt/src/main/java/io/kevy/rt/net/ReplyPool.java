package io.kevy.rt.net;

import io.kevy.resp.ChunkSource;
import java.util.ArrayDeque;

/** Pending replies to use again, and the deadlines of those that wait; one per shard. */
final class ReplyPool {
    private static final int KEPT_MAX = 1024;

    private final ChunkSource chunks;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final ArrayDeque<Forwarded> forwarded = new ArrayDeque<>();
    private final Deadlines deadlines = new Deadlines();

    ReplyPool(ChunkSource chunks) {
        this.chunks = chunks;
    }

    Held held() {
        var free = held.pollLast();
        return free == null ? new Held(chunks) : free;
    }

    Forwarded forwarded() {
        var free = forwarded.pollLast();
        return free == null ? new Forwarded() : free;
    }

    void giveBack(Held free) {
        if (held.size() < KEPT_MAX) {
            held.addLast(free);
        }
    }

    void giveBack(Forwarded free) {
        if (forwarded.size() < KEPT_MAX) {
            forwarded.addLast(free);
        }
    }

    Deadlines deadlines() {
        return deadlines;
    }
}
