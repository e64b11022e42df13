package io.kevy.rt.shard;

import io.kevy.resp.Argv;
import io.kevy.resp.ChunkSource;
import io.kevy.rt.command.Command;
import io.kevy.rt.dispatch.Outbox;
import io.kevy.rt.net.ForwardBatch;
import io.kevy.rt.ring.Sleeper;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries batches of requests between one shard and all others, waking those that sleep.
 *
 * <p>What a turn has for another shard is one batch, sent with {@link #send} or when it is full. The
 * number of batches is bounded, and so are the rings: a ring can never be full.
 */
final class Courier implements Outbox, ForwardBatch.Home {
    private final int self;
    private final ChunkSource chunks;
    private final Lanes lanes;
    private final List<Sleeper> sleepers;
    private final @Nullable ForwardBatch[] open;
    private final ArrayDeque<ForwardBatch> free = new ArrayDeque<>();
    private int unmade = Lanes.BATCHES_MAX;

    Courier(int self, int shards, Lanes lanes, List<Sleeper> sleepers, ChunkSource chunks) {
        this.chunks = chunks;
        this.self = self;
        this.lanes = lanes;
        this.sleepers = sleepers;
        this.open = new ForwardBatch[shards];
    }

    @Override
    public @Nullable ForwardBatch add(
            int target, Command command, Argv argv, int db, int protocol) {
        var batch = open[target];
        if (batch != null && batch.isFull()) {
            send(target, batch);
            batch = null;
        }
        if (batch == null) {
            batch = take();
            if (batch == null) {
                return null;
            }
            batch.begin(target);
            open[target] = batch;
        }
        batch.add(command, argv, db, protocol);
        return batch;
    }

    private @Nullable ForwardBatch take() {
        var batch = free.pollLast();
        if (batch == null && unmade > 0) {
            batch = new ForwardBatch(this, chunks);
            unmade--;
        }
        return batch;
    }

    /** Whether there is room for a request to any shard. */
    boolean hasRoom() {
        return unmade > 0 || !free.isEmpty();
    }

    /** Sends what the turn has brought together. */
    void send() {
        for (int target = 0; target < open.length; target++) {
            var batch = open[target];
            if (batch != null && batch.count() > 0) {
                send(target, batch);
            }
        }
    }

    private void send(int target, ForwardBatch batch) {
        open[target] = null;
        unfinished(batch);
    }

    @Override
    public void unfinished(ForwardBatch batch) {
        int target = batch.target();
        put(lanes.requests(self, target).offer(batch));
        sleepers.get(target).wake();
    }

    @Override
    public void finished(ForwardBatch batch) {
        free.addLast(batch);
    }

    private static void put(boolean offered) {
        if (!offered) {
            throw new AssertionError("more batches on the way than there are");
        }
    }

    /**
     * Runs what others sent and hands over what came back.
     *
     * @param requests runs a batch, wholly or partly
     * @param spent says when the other batches have to wait for the next turn
     */
    void receive(
            Consumer<ForwardBatch> requests,
            Consumer<ForwardBatch> replies,
            BooleanSupplier spent) {
        for (int other = 0; other < open.length; other++) {
            if (other == self) {
                continue;
            }
            var back = lanes.replies(other, self);
            ForwardBatch batch;
            while ((batch = back.poll()) != null) {
                replies.accept(batch);
            }
            var ring = lanes.requests(other, self);
            while (!spent.getAsBoolean() && (batch = ring.poll()) != null) {
                requests.accept(batch);
                put(lanes.replies(self, other).offer(batch));
                sleepers.get(other).wake();
            }
        }
    }

    /** Whether something waits to be received. */
    boolean hasMail() {
        for (int other = 0; other < open.length; other++) {
            if (other != self
                    && (!lanes.requests(other, self).isEmpty()
                            || !lanes.replies(other, self).isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
