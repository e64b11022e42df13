package io.kevy.replicate;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that left not long ago: when each was last seen, and how far it had come.
 *
 * <p>A slot lives for the reconnect window. What was last seen only advances, and an offset never
 * goes back. The number of slots is bounded; beyond it the one not seen for longest goes. Times are
 * Unix milliseconds that the caller hands in. One thread.
 */
public final class SlotTable {
    /**
     * One replica.
     *
     * @param lastSeenMillis Unix time in milliseconds
     * @param offset every frame below it has been sent
     */
    public record Slot(String replicaId, long lastSeenMillis, long offset) {}

    private final long reconnectWindowMillis;
    private final int slotsMax;
    // In the order in which they were last seen, as record() puts an entry at the end.
    private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>();

    /**
     * @param reconnectWindowMillis how long a slot outlives the last sight of its replica
     * @param slotsMax most slots kept
     */
    public SlotTable(long reconnectWindowMillis, int slotsMax) {
        if (reconnectWindowMillis < 0 || slotsMax < 1) {
            throw new IllegalArgumentException(
                    "window " + reconnectWindowMillis + " ms, " + slotsMax + " slots");
        }
        this.reconnectWindowMillis = reconnectWindowMillis;
        this.slotsMax = slotsMax;
    }

    /** Notes that a replica was seen at {@code nowMillis} and has everything below an offset. */
    public void record(String replicaId, long offset, long nowMillis) {
        Slot before = slots.remove(replicaId);
        Slot slot =
                before == null
                        ? new Slot(replicaId, nowMillis, offset)
                        : new Slot(
                                replicaId,
                                Math.max(before.lastSeenMillis(), nowMillis),
                                Math.max(before.offset(), offset));
        slots.put(replicaId, slot);
        if (slots.size() > slotsMax) {
            slots.pollFirstEntry();
        }
    }

    /** Records a link that has closed, if its replica had said who it is. */
    public void reap(ReplicaState.Closed closed, long nowMillis) {
        String replicaId = closed.replicaId();
        if (replicaId != null) {
            record(replicaId, closed.sentOffset(), nowMillis);
        }
    }

    /**
     * Removes the slots whose replica was last seen longer ago than the window.
     *
     * @return how many went
     */
    public int expire(long nowMillis) {
        int before = slots.size();
        Iterator<Map.Entry<String, Slot>> all = slots.entrySet().iterator();
        while (all.hasNext()) {
            if (expired(all.next().getValue(), nowMillis)) {
                all.remove();
            }
        }
        return before - slots.size();
    }

    private boolean expired(Slot slot, long nowMillis) {
        return nowMillis - slot.lastSeenMillis() > reconnectWindowMillis;
    }

    /** The slot of a replica, unless there is none or it has expired. */
    public @Nullable Slot slot(String replicaId, long nowMillis) {
        Slot slot = slots.get(replicaId);
        return slot == null || expired(slot, nowMillis) ? null : slot;
    }

    /** Slots held, expired ones that {@link #expire} has not met yet included. */
    public int size() {
        return slots.size();
    }

    /** Visits every slot held, the one not seen for longest first. */
    public void forEach(Consumer<Slot> visitor) {
        slots.values().forEach(visitor);
    }

    /** Forgets all replicas, as their offsets mean nothing in a new history. */
    public void clear() {
        slots.clear();
    }
}
