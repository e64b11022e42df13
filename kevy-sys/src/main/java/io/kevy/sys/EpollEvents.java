package io.kevy.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct epoll_event} in memory: 32 bits of events and 64 bits of data, packed on
 * x86-64 and naturally aligned on aarch64. Source: epoll_ctl(2), and {@code EPOLL_PACKED} in the
 * kernel's eventpoll header.
 *
 * @param bytes size of one element
 * @param dataAt where the data lie in it
 */
record EpollEvents(int bytes, int dataAt) {
    static final int IN = 0x001;
    static final int OUT = 0x004;
    static final int ERR = 0x008;
    static final int HUP = 0x010;
    static final int EDGE_TRIGGERED = 1 << 31;

    static final EpollEvents X86_64 = new EpollEvents(12, 4);
    static final EpollEvents AARCH64 = new EpollEvents(16, 8);

    /** Whether {@link #of} knows the architecture, as {@code os.arch} names it. */
    static boolean knows(String architecture) {
        return architecture.equals("amd64") || architecture.equals("aarch64");
    }

    static EpollEvents of(String architecture) {
        return switch (architecture) {
            case "amd64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new IllegalArgumentException(architecture);
        };
    }

    void put(MemorySegment array, int index, int events, long data) {
        long at = (long) index * bytes;
        array.set(JAVA_INT_UNALIGNED, at, events);
        array.set(JAVA_LONG_UNALIGNED, at + dataAt, data);
    }

    int events(MemorySegment array, int index) {
        return array.get(JAVA_INT_UNALIGNED, (long) index * bytes);
    }

    long data(MemorySegment array, int index) {
        return array.get(JAVA_LONG_UNALIGNED, (long) index * bytes + dataAt);
    }

    /** Events to ask for, by interest bits; errors and hang-ups come unasked. */
    static int ofInterest(int interest) {
        return ((interest & Poller.READ) != 0 ? IN : 0)
                | ((interest & Poller.WRITE) != 0 ? OUT : 0);
    }

    /** Ready bits, by events. */
    static int toReady(int events) {
        return ((events & IN) != 0 ? Poller.READ : 0)
                | ((events & OUT) != 0 ? Poller.WRITE : 0)
                | ((events & (ERR | HUP)) != 0 ? Poller.CLOSED | Poller.READ : 0);
    }
}
