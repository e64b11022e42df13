package io.kevy.rt.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The waiting replies of one shard that time out, the earliest first: a binary heap in which each
 * knows its place, so that one that is answered leaves at once.
 *
 * <p>By the monotonic clock, whose values are compared by their difference.
 */
final class Deadlines {
    private @Nullable Awaiting[] heap = new Awaiting[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** When the first is due; only if there is one. */
    long firstNanos() {
        return at(0).deadlineNanos();
    }

    void add(Awaiting waiting) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        put(size++, waiting);
        up(size - 1);
    }

    /** Takes it out; does nothing when it is not in. */
    void remove(Awaiting waiting) {
        int place = waiting.place;
        if (place == Awaiting.NO_PLACE) {
            return;
        }
        waiting.place = Awaiting.NO_PLACE;
        var last = at(--size);
        heap[size] = null;
        if (place < size) {
            put(place, last);
            up(place);
            down(last.place);
        }
    }

    /** Takes out the first if it is due, else null. */
    @Nullable Awaiting pollDue(long nowNanos) {
        if (size == 0 || at(0).deadlineNanos() - nowNanos > 0) {
            return null;
        }
        var due = at(0);
        remove(due);
        return due;
    }

    private Awaiting at(int i) {
        var waiting = heap[i];
        if (waiting == null) {
            throw new AssertionError("a hole in the heap");
        }
        return waiting;
    }

    private void put(int place, Awaiting waiting) {
        heap[place] = waiting;
        waiting.place = place;
    }

    private boolean isEarlier(int a, int b) {
        return at(a).deadlineNanos() - at(b).deadlineNanos() < 0;
    }

    private void swap(int a, int b) {
        var first = at(a);
        put(a, at(b));
        put(b, first);
    }

    private void up(int start) {
        int i = start;
        while (i > 0 && isEarlier(i, (i - 1) / 2)) {
            swap(i, (i - 1) / 2);
            i = (i - 1) / 2;
        }
    }

    private void down(int start) {
        int i = start;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isEarlier(child + 1, child)) {
                child++;
            }
            if (!isEarlier(child, i)) {
                return;
            }
            swap(i, child);
            i = child;
        }
    }
}
