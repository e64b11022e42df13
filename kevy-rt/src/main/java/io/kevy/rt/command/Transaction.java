package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection has watched and queued.
 *
 * <p>Belongs to the connection's shard; only {@link #touch()} is called by whoever holds the shard
 * of a watched key.
 */
public final class Transaction {
    /** A command waiting for EXEC; the arguments are its own copy. */
    public record Queued(Command command, Argv argv) {}

    /**
     * A key whose change makes EXEC fail.
     *
     * <p>{@code partition} is the index of the partition that owns the key, {@code expired} whether
     * its deadline had already passed when it was watched.
     */
    public static final class Watched {
        private final int partition;
        private final int db;
        private final byte[] key;
        private final boolean expired;

        public Watched(int partition, int db, byte[] key, boolean expired) {
            this.partition = partition;
            this.db = db;
            this.key = key;
            this.expired = expired;
        }

        public int partition() {
            return partition;
        }

        public int db() {
            return db;
        }

        public byte[] key() {
            return key;
        }

        public boolean expired() {
            return expired;
        }
    }

    private final List<Queued> queued = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private long shards;
    private long queuedBytes;
    private long watchedShards;
    private boolean open;
    private boolean refused;
    private volatile boolean touched;

    /** Whether MULTI has been called. */
    public boolean isOpen() {
        return open;
    }

    public void open() {
        open = true;
    }

    /** A command was refused while queueing, so EXEC must fail. */
    public void refuse() {
        refused = true;
    }

    public boolean isRefused() {
        return refused;
    }

    /** A watched key has changed. */
    public void touch() {
        touched = true;
    }

    public boolean isTouched() {
        return touched;
    }

    /** Queues a command that needs {@code owners} (one bit for each partition). */
    public void queue(Command command, Argv detached, long owners) {
        queued.add(new Queued(command, detached));
        shards |= owners;
        for (int i = 0; i < detached.count(); i++) {
            queuedBytes += detached.length(i);
        }
    }

    public List<Queued> queued() {
        return queued;
    }

    /** Bytes of all queued arguments, which count for the limit of what a client may send. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /**
     * Takes the queue and ends MULTI, so that nothing is run twice whatever happens. The arguments are the
     * caller's to clear.
     */
    public List<Queued> takeQueued() {
        var taken = List.copyOf(queued);
        queued.clear();
        close();
        return taken;
    }

    public void watch(Watched key) {
        watched.add(key);
        watchedShards |= 1L << key.partition();
    }

    public List<Watched> watched() {
        return watched;
    }

    /** Partitions needed to run the queue and check or drop the watches, one bit each. */
    public long shards() {
        return shards | watchedShards;
    }

    /** Ends MULTI: drops the queue, keeps the watches. */
    public void close() {
        for (Queued each : queued) {
            each.argv().clear();
        }
        queued.clear();
        queuedBytes = 0;
        shards = 0;
        open = false;
        refused = false;
    }

    /** Forgets the watches; the caller takes them out of the watch tables, all of them held. */
    public void unwatch(Partitions partitions) {
        for (Watched key : watched) {
            partitions.get(key.partition()).watches().remove(key.db(), key.key(), this);
        }
        watched.clear();
        watchedShards = 0;
        touched = false;
    }
}
