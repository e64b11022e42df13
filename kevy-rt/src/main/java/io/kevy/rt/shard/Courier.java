package io.kevy.rt.shard;

import io.kevy.rt.dispatch.Outbox;
import io.kevy.rt.net.Forward;
import io.kevy.rt.ring.Sleeper;
import java.util.List;
import java.util.function.Consumer;

/** Carries forwards between one shard and all others, waking those that sleep. */
final class Courier implements Outbox {
    private static final int REQUESTS_PER_TURN = 1024;

    private final int self;
    private final int shards;
    private final Lanes lanes;
    private final List<Sleeper> sleepers;

    Courier(int self, int shards, Lanes lanes, List<Sleeper> sleepers) {
        this.self = self;
        this.shards = shards;
        this.lanes = lanes;
        this.sleepers = sleepers;
    }

    @Override
    public void forward(int target, Forward forward) {
        if (!lanes.requests(self, target).offer(forward)) {
            throw new AssertionError("more forwards on the way than there are");
        }
        sleepers.get(target).wake();
    }

    /** Runs what others sent, hands over the replies that came back; returns the work done. */
    int receive(Consumer<Forward> requests, Consumer<Forward> replies) {
        int work = 0;
        for (int other = 0; other < shards; other++) {
            if (other == self) {
                continue;
            }
            work += serve(other, requests);
            var ring = lanes.replies(other, self);
            Forward back;
            while ((back = ring.poll()) != null) {
                replies.accept(back);
                work++;
            }
        }
        return work;
    }

    private int serve(int other, Consumer<Forward> requests) {
        var ring = lanes.requests(other, self);
        int served = 0;
        Forward forward;
        while (served < REQUESTS_PER_TURN && (forward = ring.poll()) != null) {
            requests.accept(forward);
            if (!lanes.replies(self, other).offer(forward)) {
                throw new AssertionError("more forwards on the way than there are");
            }
            served++;
        }
        if (served > 0) {
            sleepers.get(other).wake();
        }
        return served;
    }

    /** Whether something waits to be received. */
    boolean hasMail() {
        for (int other = 0; other < shards; other++) {
            if (other != self
                    && (!lanes.requests(other, self).isEmpty()
                            || !lanes.replies(other, self).isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
