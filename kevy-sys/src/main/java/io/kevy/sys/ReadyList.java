package io.kevy.sys;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the last poll found. It keeps registrations, not slots, so an entry goes dead with its
 * registration and can never turn into that of a newcomer.
 */
final class ReadyList {
    private @Nullable Registration[] registrations;
    private int[] bits;
    private int size;
    /** Entries from here on hold no stale reference. */
    private int dirty;

    ReadyList(int capacity) {
        registrations = new @Nullable Registration[capacity];
        bits = new int[capacity];
    }

    void begin() {
        size = 0;
    }

    void add(Registration registration, int readyBits) {
        if (size == bits.length) {
            registrations = Arrays.copyOf(registrations, 2 * size);
            bits = Arrays.copyOf(bits, 2 * size);
        }
        registrations[size] = registration;
        bits[size++] = readyBits;
    }

    /** Lets go of what the poll before had beyond the entries of this one. */
    int end() {
        for (int i = size; i < dirty; i++) {
            registrations[i] = null;
        }
        dirty = size;
        return size;
    }

    Object attachment(int i) {
        return at(i).attachment;
    }

    int ready(int i) {
        return at(i).live ? bits[i] : 0;
    }

    private Registration at(int i) {
        return Objects.requireNonNull(registrations[Objects.checkIndex(i, size)]);
    }
}
