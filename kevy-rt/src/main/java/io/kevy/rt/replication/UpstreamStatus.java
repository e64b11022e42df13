package io.kevy.rt.replication;

import java.util.concurrent.atomic.AtomicLong;

/** How one shard stands to its primary: written by the shard, read by any thread. */
final class UpstreamStatus {
    private static final long UNKNOWN = -1;

    private volatile UpstreamState state = UpstreamState.CONNECT;
    private volatile String failure = "";
    private volatile long offset;
    private volatile long base = UNKNOWN;
    private volatile Lineage lineage = Lineage.NONE;
    private volatile long lastReceivedMillis;
    private volatile long downSinceMillis;
    private final AtomicLong fullSyncs = new AtomicLong();

    void state(UpstreamState state) {
        if (this.state != state) {
            this.state = state;
        }
    }

    UpstreamState state() {
        return state;
    }

    void failure(String failure) {
        if (!this.failure.equals(failure)) {
            this.failure = failure;
        }
    }

    /** Why the last link broke; empty since something has been applied again. */
    String failure() {
        return failure;
    }

    /** There is no link since {@code nowMillis}, or has never been one: 0. */
    void down(long nowMillis) {
        downSinceMillis = nowMillis;
    }

    long downSinceMillis() {
        return downSinceMillis;
    }

    /** Bytes of the primary arrived; {@code offset} is the next frame wanted. */
    void received(long offset, long nowMillis) {
        this.offset = offset;
        lastReceivedMillis = nowMillis;
    }

    /** The next frame wanted, as the primary counts; 0 when nothing is known of it. */
    long offset() {
        return offset;
    }

    /** The primary's history began at {@code base}. */
    void base(long base) {
        this.base = base;
    }

    /** Nothing is known of a primary. */
    void forgetPrimary() {
        failure = "";
        offset = 0;
        base = UNKNOWN;
        lineage = Lineage.NONE;
        lastReceivedMillis = 0;
    }

    /** Frames of the primary's history that are in the data here. */
    long appliedFrames() {
        long begun = base;
        return begun == UNKNOWN ? 0 : Math.max(0, offset - begun);
    }

    void lineage(Lineage lineage) {
        this.lineage = lineage;
    }

    /** The servers that this shard's data comes through; this one is not among them. */
    Lineage lineage() {
        return lineage;
    }

    /** When the primary was last heard of; 0 when never. */
    long lastReceivedMillis() {
        return lastReceivedMillis;
    }

    void countFullSync() {
        fullSyncs.incrementAndGet();
    }

    /** Snapshots begun since start. */
    long fullSyncs() {
        return fullSyncs.get();
    }
}
