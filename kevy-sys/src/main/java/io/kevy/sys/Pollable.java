package io.kevy.sys;

/**
 * A descriptor a {@link Poller} can watch: a {@link Socket} or a {@link Listener}.
 *
 * <p>Used by one thread at a time; from registration on by the thread of its poller. A closed
 * pollable holds no descriptor any more: each further call that would need one throws an {@code
 * IOException} saying so, and a descriptor number the system hands out again is never touched.
 */
public interface Pollable extends AutoCloseable {
    /** False once {@link #close} was called. */
    boolean isOpen();

    /** Deregisters and closes. Idempotent, and silent about errors: there is nobody to act on them. */
    @Override
    void close();
}
