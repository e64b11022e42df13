package io.kevy.rt.replication;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.persist.snapshot.SnapshotDecoder;
import io.kevy.replicate.ReplicaEvents;
import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandTable;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Outcome;
import io.kevy.rt.command.Partition;
import io.kevy.store.Store;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does to one shard's data what its primary says: a snapshot fills a fresh store, which replaces
 * the old one when it is complete, and a frame runs like a command of a client, on this shard
 * alone.
 *
 * <p>Frames of a history that begins with no snapshot begin with no data either. Whatever cannot be
 * applied is {@link NotApplicable}: it ends the link and is never passed over.
 */
final class Applier implements ReplicaEvents {
    private static final System.Logger LOG = System.getLogger("io.kevy");

    /** What an applier works on. */
    record Parts(
            Partition partition,
            Call call,
            CommandTable table,
            ReplicaLinks replicaLinks,
            Supplier<Store> freshStore,
            Executor workers) {}

    private record Loading(Store store, SnapshotDecoder decoder) {}

    private final Parts parts;
    private final UpstreamStatus status;
    private final ReplyWriter reply = new ReplyWriter(256);
    private @Nullable Loading loading;
    private boolean fromNothing;
    private int db;
    private long nowMillis;

    Applier(Parts parts, UpstreamStatus status) {
        this.parts = parts;
        this.status = status;
    }

    void turn(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** Another primary is followed: nothing that is here comes from it. */
    void forgetPrimary() {
        fromNothing = true;
        db = 0;
    }

    /** Whether what is here comes from the primary that is followed. */
    boolean holdsDataOfPrimary() {
        return !fromNothing;
    }

    /** The link broke: half a snapshot is worth nothing. */
    void linkBroken() {
        var half = loading;
        if (half != null) {
            loading = null;
            half.decoder().close();
            close(half.store());
        }
    }

    @Override
    public void acknowledged(long offset) {
        // A new replica gets a snapshot before anything else.
        status.state(fromNothing ? UpstreamState.SYNC : UpstreamState.CONNECTED);
        log("linked from offset " + offset);
    }

    @Override
    public void snapshotBegin() {
        linkBroken();
        status.state(UpstreamState.SYNC);
        status.countFullSync();
        var store = parts.freshStore().get();
        var decoder = new SnapshotDecoder(new StoreLoader(store), nowMillis,
                EntryLimits.redis());
        loading = new Loading(store, decoder);
    }

    @Override
    public void snapshotChunk(byte[] bytes, int offset, int length) {
        try {
            loading().decoder().feed(bytes, offset, length);
        } catch (FormatException e) {
            throw refused(e);
        }
    }

    @Override
    public void snapshotEnd(long ackOffset) {
        var complete = loading();
        try {
            complete.decoder().end();
        } catch (FormatException e) {
            throw refused(e);
        }
        loading = null;
        replace(complete.store());
        log("loaded a snapshot of " + keys(complete.store()) + " keys");
    }

    private Loading loading() {
        var current = loading;
        if (current == null) {
            throw new AssertionError("a snapshot chunk outside a snapshot");
        }
        return current;
    }

    private static NotApplicable refused(FormatException e) {
        return new NotApplicable("the snapshot is refused: " + e.getMessage());
    }

    /** Other data from now on, and a new history for replicas of this server. */
    private void replace(Store fresh) {
        fromNothing = false;
        db = 0;
        close(parts.partition().replace(fresh));
        parts.replicaLinks().restart(nowMillis);
        status.state(UpstreamState.CONNECTED);
    }

    /** Gives a store's memory back, which takes its time, beside the shard. */
    private void close(Store store) {
        parts.workers().execute(store::close);
    }

    private static long keys(Store store) {
        long keys = 0;
        for (int i = 0; i < store.databases(); i++) {
            keys += store.keyspace(i).size();
        }
        return keys;
    }

    @Override
    public void frame(long offset, Argv frame) {
        if (fromNothing) {
            replace(parts.freshStore().get());
        }
        var command = parts.table().find(frame);
        if (command == null || !command.accepts(frame.count())) {
            throw notApplied(offset, frame, "no such command here");
        }
        if (!command.is(Flag.WRITE)) {
            select(offset, frame);
            return;
        }
        long owners = parts.call().partitions().ownersOf(command, frame);
        if ((owners & ~(1L << parts.partition().index())) != 0) {
            throw notApplied(offset, frame, "a key belongs to another shard here");
        }
        reply.clear();
        var outcome = parts.call().runReplicated(command, frame, db, reply);
        if (outcome instanceof Outcome.Refused refused) {
            throw notApplied(offset, frame, refused.error());
        }
        reply.shrink(REPLY_BYTES_KEPT);
    }

    private static final int REPLY_BYTES_KEPT = 64 * 1024;

    /** The only frame that is no write names the database of those that follow. */
    private void select(long offset, Argv frame) {
        if (!frame.equalsIgnoreCase(0, "SELECT")) {
            throw notApplied(offset, frame, "not a write");
        }
        int databases = parts.partition().store().databases();
        if (!frame.isLong(1) || frame.asLong(1) < 0 || frame.asLong(1) >= databases) {
            throw notApplied(
                    offset, frame, "database " + frame.text(1) + ", here are " + databases);
        }
        db = (int) frame.asLong(1);
    }

    private static NotApplicable notApplied(long offset, Argv frame, String why) {
        return new NotApplicable(
                "frame " + offset + " (" + frame.text(0) + ") cannot be applied: " + why);
    }

    private void log(String event) {
        LOG.log(Level.INFO, "shard {0}: primary: {1}", parts.partition().index(), event);
    }
}
