package io.kevy.rt.replication;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a replica may get its next snapshot of one shard: the first at once, those after it at the
 * growing intervals of a {@link Backoff}, over all links of that replica.
 *
 * <p>So a replica that cannot stay in step, for whatever reason, costs its primary and itself a
 * bounded number of snapshots per minute. On the shard's thread.
 */
final class ShipPacing {
    /** Replicas remembered; beyond it the one remembered for longest is forgotten. */
    static final int REPLICAS_MAX = 1024;

    private static final class Pace {
        private final Backoff backoff = new Backoff();
        private long nextNanos;
    }

    private final Map<String, Pace> paces = new LinkedHashMap<>();

    /** Whether a snapshot may begin now. */
    boolean mayShip(String replicaId, long nowNanos) {
        var pace = paces.get(replicaId);
        return pace == null || nowNanos - pace.nextNanos >= 0;
    }

    /** A snapshot has begun. */
    void shipped(String replicaId, long nowNanos) {
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
