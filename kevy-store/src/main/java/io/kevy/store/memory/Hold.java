package io.kevy.store.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps everything that could be reached when it was made, as it was then, until it is closed. Read by
 * one thread at a time, closed by any.
 */
public final class Hold implements AutoCloseable {
    private final Pages pages;
    private final PageMap map;
    private final int epoch;
    private final AtomicBoolean closed = new AtomicBoolean();

    Hold(Pages pages, int epoch) {
        this.pages = pages;
        this.map = pages.copyOfMap();
        this.epoch = epoch;
        pages.hold();
    }

    /** The pages, for reading on another thread. */
    public PageMap pages() {
        return map;
    }

    int epoch() {
        return epoch;
    }

    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pages.letGo();
        }
    }
}
