package io.kevy.store.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule of who may change what. The epoch grows by one with each freeze; what is made carries
 * the epoch it was made in; a snapshot sees what was made in its own epoch or before. So the writer
 * may change in place what is younger than every open snapshot, and copies anything else first.
 *
 * <p>Snapshots are closed by any thread; the writer looks when it meets something frozen, and when
 * it is asked.
 */
final class Epochs {

    private final List<Hold> views = new ArrayList<>(2);
    private int current = 1;
    private int newestOpen;
    private int oldestOpen = Integer.MAX_VALUE;

    int current() {
        return current;
    }

    /** Whether an open snapshot may see what was made in the epoch. Epoch 0 is always frozen. */
    boolean isFrozen(int epoch) {
        return epoch <= newestOpen && look(epoch);
    }

    private boolean look(int epoch) {
        refresh();
        return epoch <= newestOpen;
    }

    /** Whether no open snapshot sees what was freed in the epoch. */
    boolean isForgotten(int freedInEpoch) {
        return freedInEpoch <= oldestOpen || lookBack(freedInEpoch);
    }

    private boolean lookBack(int freedInEpoch) {
        refresh();
        return freedInEpoch <= oldestOpen;
    }

    /** Notes a snapshot of the current epoch and begins the next one. */
    void freeze(Hold view) {
        views.add(view);
        current = Math.incrementExact(current);
        refresh();
    }

    /** Looks for snapshots that were closed. */
    void refresh() {
        int newest = 0;
        int oldest = Integer.MAX_VALUE;
        for (int i = views.size() - 1; i >= 0; i--) {
            var view = views.get(i);
            if (view.isClosed()) {
                views.remove(i);
            } else {
                newest = Math.max(newest, view.epoch());
                oldest = Math.min(oldest, view.epoch());
            }
        }
        newestOpen = newest;
        oldestOpen = oldest;
    }

    int openViews() {
        refresh();
        return views.size();
    }
}
