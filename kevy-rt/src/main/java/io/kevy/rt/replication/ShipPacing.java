package io.kevy.rt.replication;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a replica may get its next snapshot of one shard: the first at once, those after it at the
 * growing intervals of a {@link Backoff}, over all links of that replica.
 *
 * <p>So a replica that cannot stay in step, for whatever reason, costs its primary and itself a
 * bounded number of snapshots per minute. And only a few are sent at once, as each has a view of the
 * store, a worker and its buffers: whoever else asks waits for one of them to end. On the shard's
 * thread.
 */
final class ShipPacing {
    /** Replicas remembered; beyond it the one remembered for longest is forgotten. */
    static final int REPLICAS_MAX = 1024;

    /** Snapshots of one shard on their way at the same time. */
    static final int SHIPS_MAX = 4;

    private static final class Pace {
        private final Backoff backoff = new Backoff();
        private long nextNanos;
    }

    private final Map<String, Pace> paces = new LinkedHashMap<>();
    private int ships;
    private boolean awaited;

    /** A turn begins, and so many snapshots are on their way. */
    void underWay(int ships) {
        this.ships = ships;
        awaited = false;
    }

    /** Whether a replica was told to wait in this turn and now, with so many on their way, need not. */
    boolean isAwaited(int ships) {
        return awaited && ships < SHIPS_MAX;
    }

    /** Whether a snapshot may begin now. */
    boolean mayShip(String replicaId, long nowNanos) {
        if (ships >= SHIPS_MAX) {
            awaited = true;
            return false;
        }
        var pace = paces.get(replicaId);
        return pace == null || nowNanos - pace.nextNanos >= 0;
    }

    /** A snapshot has begun. */
    void shipped(String replicaId, long nowNanos) {
        ships++;
        var pace = paces.computeIfAbsent(replicaId, id -> new Pace());
        pace.nextNanos = nowNanos + pace.backoff.nextNanos();
        if (paces.size() > REPLICAS_MAX) {
            paces.remove(paces.keySet().iterator().next());
        }
    }

    /** The replica has streamed for {@link Backoff#STEADY_NANOS}. */
    void steady(String replicaId) {
        paces.remove(replicaId);
    }
}
