package io.kevy.sys;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All registrations of one poller, found by a 64-bit token: the slot in the low half, a generation in
 * the high half. A slot is used again, a token is not (before 2^32 more registrations), so an event
 * that carries the token of an ended registration finds nothing.
 */
final class Registrations {
    private @Nullable Registration[] slots = new @Nullable Registration[64];
    private int[] freeSlots = new int[64];
    private int freeCount;
    private int slotsUsed;
    private int nextGeneration;

    Registration add(Poller poller, Pollable pollable, Object attachment, int interest) {
        int slot = freeCount > 0 ? freeSlots[--freeCount] : slotsUsed++;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slots.length);
        }
        long token = (long) nextGeneration++ << 32 | slot;
        var registration = new Registration(poller, pollable, attachment, interest, token);
        slots[slot] = registration;
        return registration;
    }

    /** The live registration with that token, else null. */
    @Nullable Registration find(long token) {
        int slot = (int) token;
        Registration found = slot >= 0 && slot < slotsUsed ? slots[slot] : null;
        return found != null && found.token == token ? found : null;
    }

    void end(Registration registration) {
        registration.live = false;
        int slot = (int) registration.token;
        slots[slot] = null;
        if (freeCount == freeSlots.length) {
            freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
        }
        freeSlots[freeCount++] = slot;
    }

    /** Slots are numbered from 0 to here. */
    int slots() {
        return slotsUsed;
    }

    @Nullable Registration at(int slot) {
        return slots[slot];
    }
}
