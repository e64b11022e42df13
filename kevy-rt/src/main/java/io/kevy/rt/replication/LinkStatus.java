package io.kevy.rt.replication;

import io.kevy.replicate.ReplicaState;
import java.net.InetSocketAddress;

/**
 * What everyone may know of one live link to a replica: written by its shard, read by any thread.
 */
final class LinkStatus {
    private static final int SHOWN_ID_MAX = 64;

    private final int shard;
    private final InetSocketAddress peer;
    private volatile String replicaId = "";
    private volatile String state = "";
    private volatile long writtenOffset;
    private volatile long lastMovedMillis;

    LinkStatus(int shard, InetSocketAddress peer, long nowMillis) {
        this.shard = shard;
        this.peer = peer;
        this.lastMovedMillis = nowMillis;
    }

    /** Takes over how the link stands, once per turn; true when the replica has got more. */
    boolean update(ReplicaState now, long writtenOffset, long nowMillis) {
        boolean identified = false;
        String text = now.text();
        if (!text.equals(state)) {
            state = text;
            String id = now.replicaId();
            if (id != null && replicaId.isEmpty()) {
                replicaId = id;
                identified = true;
            }
        }
        if (writtenOffset != this.writtenOffset) {
            this.writtenOffset = writtenOffset;
            lastMovedMillis = nowMillis;
            return true;
        }
        return identified;
    }

    int shard() {
        return shard;
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** Address and port for people. */
    String shownPeer() {
        return peer.getAddress().getHostAddress() + ":" + peer.getPort();
    }

    /** What the replica calls itself; empty before its handshake. */
    String replicaId() {
        return replicaId;
    }

    /** Whether the replica has said who it is. */
    boolean isIdentified() {
        return !replicaId.isEmpty();
    }

    /** The replica's name with nothing in it that could break a line or a list. */
    String shownId() {
        String id = replicaId;
        if (id.isEmpty()) {
            return "?";
        }
        var shown = new StringBuilder();
        for (int i = 0; i < id.length() && i < SHOWN_ID_MAX; i++) {
            char c = id.charAt(i);
            shown.append(c > ' ' && c <= '~' && c != ',' && c != '=' ? c : '?');
        }
        return shown.toString();
    }

    /** One word, as {@link ReplicaState#text} has it. */
    String state() {
        return state;
    }

    /** Every frame below it has been taken by the socket. */
    long writtenOffset() {
        return writtenOffset;
    }

    /** When the written offset last changed. */
    long lastMovedMillis() {
        return lastMovedMillis;
    }
}
