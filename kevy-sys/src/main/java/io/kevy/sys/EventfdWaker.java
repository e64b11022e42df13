package io.kevy.sys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes an epoll by an eventfd that is registered edge-triggered: every write is a new edge, so
 * nobody has to read it, and its counter cannot overflow in any lifetime.
 *
 * <p>{@code pending} is set from the first wake until the poller has seen the event; only that first
 * wake costs a call. Both sides use a read-modify-write, which orders what was written before a wake
 * that coalesced, too, before what the poller reads afterwards.
 */
final class EventfdWaker implements Waker {
    private static final int CLOSED = -1;

    private final AtomicBoolean pending = new AtomicBoolean();
    private final Workspace calls = Workspace.alone();
    private final MemorySegment one = calls.allocate(Long.BYTES);
    /** Guarded by this, so that no write can reach the next owner of the number. */
    private int fd;

    EventfdWaker() throws IOException {
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        fd = Libc.eventfd(calls.state);
        if (fd < 0) {
            throw Errno.failure("eventfd", -fd);
        }
    }

    @Override
    public void wake() {
        if (!pending.getAndSet(true)) {
            signal();
        }
    }

    private synchronized void signal() {
        if (fd == CLOSED) {
            return;
        }
        int result;
        do {
            result = Libc.write(calls.state, fd, one, Long.BYTES);
        } while (result == -Errno.EINTR);
    }

    /** The poller has seen the event: the next wake has to signal again. */
    void seen() {
        pending.getAndSet(false);
    }

    synchronized int fd() {
        return fd;
    }

    synchronized void close() {
        if (fd != CLOSED) {
            int closing = fd;
            fd = CLOSED;
            Libc.close(calls.state, closing);
        }
    }
}
