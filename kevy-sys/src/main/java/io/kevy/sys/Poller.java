package io.kevy.sys;

import java.io.IOException;

/**
 * Watches pollables and tells which are ready; level-triggered, so what is not dealt with is reported
 * again.
 *
 * <p>Everything but {@link #waker} belongs to one thread. One poll may report only a part
 * (1024 entries on epoll); the others come with the next. {@link #poll}, {@link #attachment} and {@link #ready}
 * allocate nothing on epoll. Interrupting the thread does not end a poll on every implementation: use
 * the {@link Waker}.
 */
public interface Poller extends AutoCloseable {
    /** Reading (or accepting) will not block: bytes, the end of the stream, an error. */
    int READ = 1;

    /** Writing will not block, or a connection attempt has come to its end. */
    int WRITE = 2;

    /**
     * The connection failed or both directions are shut. Reported whatever the interest (unless that
     * is 0) and together with {@link #READ}, so that a read shows what happened. A hint: NIO reports
     * the bare readiness instead.
     */
    int CLOSED = 4;

    /**
     * Starts watching.
     *
     * @param interest bits of {@link #READ} and {@link #WRITE}; 0 watches nothing, hang-ups included
     * @param attachment what {@link #attachment} gives back
     * @throws IOException when the pollable is closed, comes from another implementation of {@link
     *     Transport}, or is registered already, here or with another poller
     */
    void register(Pollable pollable, int interest, Object attachment) throws IOException;

    /**
     * Changes what is watched; cheap when nothing changes.
     *
     * @throws IOException when the pollable is not registered here
     */
    void interest(Pollable pollable, int interest) throws IOException;

    /** Stops watching; does nothing when the pollable is not registered here. */
    void deregister(Pollable pollable);

    /**
     * Waits until something is ready, the time is over or somebody wakes the poller.
     *
     * @param timeoutNanos how long to wait, rounded up to milliseconds; 0 does not wait, less than 0
     *     waits for ever
     * @return the number of ready entries, 0 for none
     */
    int poll(long timeoutNanos) throws IOException;

    /** What entry {@code i} of the last poll was registered with. */
    Object attachment(int i);

    /**
     * Bits of {@link #READ}, {@link #WRITE}, {@link #CLOSED} of entry {@code i} of the last poll; 0 when
     * that registration has ended since, even if its descriptor number is in use again.
     */
    int ready(int i);

    /** The way for other threads to end a poll; always the same object. */
    Waker waker();

    /** Ends all registrations, whose pollables stay open, and closes. Idempotent. */
    @Override
    void close();
}
