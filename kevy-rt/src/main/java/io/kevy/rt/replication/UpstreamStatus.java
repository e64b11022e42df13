package io.kevy.rt.replication;

import java.util.concurrent.atomic.AtomicLong;

/** How one shard stands to its primary: written by the shard, read by any thread. */
final class UpstreamStatus {
    private volatile String state = "connect";
    private volatile String failure = "";
    private volatile long offset;
    private volatile long lastReceivedMillis;
    private final AtomicLong fullSyncs = new AtomicLong();

    void state(String state) {
        this.state = state;
    }

    /** {@code connect}, {@code connecting}, {@code sync} or {@code connected}, as ROLE has it. */
    String state() {
        return state;
    }

    void failure(String failure) {
        this.failure = failure;
    }

    /** Why the last link broke; empty while there is no reason. */
    String failure() {
        return failure;
    }

    void received(long offset, long nowMillis) {
        this.offset = offset;
        lastReceivedMillis = nowMillis;
    }

    /** The next frame wanted. */
    long offset() {
        return offset;
    }

    long lastReceivedMillis() {
        return lastReceivedMillis;
    }

    void countFullSync() {
        fullSyncs.incrementAndGet();
    }

    long fullSyncs() {
        return fullSyncs.get();
    }
}
