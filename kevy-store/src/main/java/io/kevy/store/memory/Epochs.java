package io.kevy.store.memory;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rule of who may change what. The epoch grows by one with each freeze; what is made carries
 * the epoch it was made in; a hold sees what was made in its own epoch or before. So the writer may
 * change in place what is younger than every open hold, and copies anything else first.
 *
 * <p>Holds are closed by any thread, which counts the closing; the writer looks at that count when
 * it meets something frozen, and when it is asked.
 */
final class Epochs {

    private final ArrayList<Hold> holds = new ArrayList<>(2);
    private final AtomicInteger closings = new AtomicInteger();
    private int closingsSeen;
    private int current = 1;
    private int newestOpen;
    private int guardedUpTo;
    private int oldestOpen = Integer.MAX_VALUE;

    int current() {
        return current;
    }

    /** Whether an open hold may see what was made in the epoch. Epoch 0 is always frozen. */
    boolean isFrozen(int epoch) {
        return epoch <= newestOpen && lookIfFrozen(epoch);
    }

    private boolean lookIfFrozen(int epoch) {
        refresh();
        return epoch <= newestOpen;
    }

    /** Whether any hold is open. */
    boolean isAnyOpen() {
        return newestOpen != 0 && openHolds() != 0;
    }

    /** Whether no open hold sees what was given back in the epoch. */
    boolean isForgotten(int epoch) {
        refresh();
        return epoch <= oldestOpen;
    }

    /** A hold of all there is, with which the next epoch begins. */
    Hold freeze(Pages pages) {
        checkCurrent();
        holds.ensureCapacity(holds.size() + 1);
        var hold = new Hold(pages, current, closings);
        pages.hold();
        holds.add(hold);
        newestOpen = current;
        oldestOpen = Math.min(oldestOpen, current);
        current++;
        return hold;
    }

    /** Begins an epoch without a hold, and tells which one has ended. */
    int next() {
        checkCurrent();
        return current++;
    }

    /** What was made up to this epoch counts as frozen; 0 for nothing. */
    void guardUpTo(int epoch) {
        guardedUpTo = epoch;
        forgetClosed();
    }

    private void checkCurrent() {
        if (current == Integer.MAX_VALUE) {
            throw new IllegalStateException("frozen " + current + " times");
        }
    }

    private void refresh() {
        int now = closings.get();
        if (now != closingsSeen) {
            closingsSeen = now;
            forgetClosed();
        }
    }

    private void forgetClosed() {
        int newest = guardedUpTo;
        int oldest = Integer.MAX_VALUE;
        for (int i = holds.size() - 1; i >= 0; i--) {
            var hold = holds.get(i);
            if (hold.isClosed()) {
                holds.remove(i);
            } else {
                newest = Math.max(newest, hold.epoch());
                oldest = Math.min(oldest, hold.epoch());
            }
        }
        newestOpen = newest;
        oldestOpen = oldest;
    }

    int openHolds() {
        refresh();
        return holds.size();
    }
}
