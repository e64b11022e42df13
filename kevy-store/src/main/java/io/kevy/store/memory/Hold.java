package io.kevy.store.memory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps everything that could be reached when it was made, as it was then, until it is closed. Read by
 * one thread at a time, closed by any. When the memory itself was closed, the last hold closes the
 * pages, on its own thread.
 */
public final class Hold implements AutoCloseable {
    private final Pages pages;
    private final int epoch;
    private final AtomicInteger closings;
    private final AtomicBoolean closed = new AtomicBoolean();

    Hold(Pages pages, int epoch, AtomicInteger closings) {
        this.pages = pages;
        this.epoch = epoch;
        this.closings = closings;
    }

    /** The pages, for reading on another thread. */
    public PageMap pages() {
        return pages.map();
    }

    int epoch() {
        return epoch;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.get();
    }

    /** What only this hold saw may be freed now. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closings.incrementAndGet();
            pages.letGo();
        }
    }
}
