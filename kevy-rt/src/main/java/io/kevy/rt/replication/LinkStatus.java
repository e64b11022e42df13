package io.kevy.rt.replication;

import java.net.InetSocketAddress;

/**
 * What everyone may know of one live link to a replica: written by its shard, read by any thread.
 */
final class LinkStatus {
    private final int shard;
    private final InetSocketAddress peer;
    private volatile String replicaId = "";
    private volatile String state = "handshake";
    private volatile long writtenOffset;
    private volatile long lastMovedMillis;

    LinkStatus(int shard, InetSocketAddress peer, long nowMillis) {
        this.shard = shard;
        this.peer = peer;
        this.lastMovedMillis = nowMillis;
    }

    void update(String replicaId, String state, long writtenOffset, long nowMillis) {
        if (!replicaId.equals(this.replicaId)) {
            this.replicaId = replicaId;
        }
        this.state = state;
        if (writtenOffset != this.writtenOffset) {
            this.writtenOffset = writtenOffset;
            lastMovedMillis = nowMillis;
        }
    }

    int shard() {
        return shard;
    }

    InetSocketAddress peer() {
        return peer;
    }

    String replicaId() {
        return replicaId;
    }

    String state() {
        return state;
    }

    long writtenOffset() {
        return writtenOffset;
    }

    long lastMovedMillis() {
        return lastMovedMillis;
    }
}
