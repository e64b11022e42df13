package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private final SlotTable slots = new SlotTable(1_000, 3);

    @Test
    void slotsExpireByTheGivenClock() {
        slots.record("a", 5, 10_000);
        slots.record("b", 6, 10_500);
        assertEquals(new SlotTable.Slot("a", 10_000, 5), slots.slot("a", 11_000));
        assertNull(slots.slot("a", 11_001));
        assertEquals(0, slots.expire(11_000));
        assertEquals(1, slots.expire(11_001));
        assertEquals(1, slots.size());
        assertEquals(new SlotTable.Slot("b", 10_500, 6), slots.slot("b", 11_001));
    }

    @Test
    void anOffsetNeverGoesBackAndTheLastSightOnlyAdvances() {
        slots.record("a", 50, 10_000);
        slots.record("a", 7, 10_100);
        assertEquals(new SlotTable.Slot("a", 10_100, 50), slots.slot("a", 10_100));
        slots.record("a", 60, 9_000);
        assertEquals(new SlotTable.Slot("a", 10_100, 60), slots.slot("a", 10_100));
    }

    @Test
    void beyondTheBoundTheOneNotSeenForLongestGoes() {
        slots.record("a", 1, 1);
        slots.record("b", 1, 2);
        slots.record("c", 1, 3);
        slots.record("a", 1, 4);
        slots.record("d", 1, 5);
        List<String> ids = new ArrayList<>();
        slots.forEach(slot -> ids.add(slot.replicaId()));
        assertEquals(List.of("c", "a", "d"), ids);
    }

    @Test
    void aReapedLinkIsRecordedIfItsReplicaHadAName() {
        CloseReason reason = new CloseReason.PeerClosed();
        slots.reap(new ReplicaState.Closed(null, 0, reason), 5);
        assertEquals(0, slots.size());
        slots.reap(new ReplicaState.Closed("a", 17, reason), 5);
        assertEquals(new SlotTable.Slot("a", 5, 17), slots.slot("a", 5));
    }

    @Test
    void aNewHistoryForgetsAll() {
        slots.record("a", 1, 1);
        slots.clear();
        assertNull(slots.slot("a", 1));
    }

    @Test
    void aTableHoldsAtLeastOneSlot() {
        assertThrows(IllegalArgumentException.class, () -> new SlotTable(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new SlotTable(-1, 1));
    }
}
