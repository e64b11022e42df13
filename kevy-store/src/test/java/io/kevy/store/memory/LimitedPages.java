package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;

/** Pages of the JDK, as many as the test lets there be. */
final class LimitedPages implements PageSource {
    private final PageSource source = PageSource.arenas();
    private int open;
    private long openings;
    private int refuseAfter = Integer.MAX_VALUE;

    /** From now on so many pages are given and no more. */
    void refuseAfter(int pages) {
        refuseAfter = pages;
    }

    void refuseNothing() {
        refuseAfter = Integer.MAX_VALUE;
    }

    synchronized int open() {
        return open;
    }

    long openings() {
        return openings;
    }

    @Override
    public synchronized MemorySegment open(long bytes) {
        if (refuseAfter == 0) {
            throw new OutOfMemoryError("as the test wants");
        }
        if (refuseAfter != Integer.MAX_VALUE) {
            refuseAfter--;
        }
        open++;
        openings++;
        return source.open(bytes);
    }

    @Override
    public synchronized void close(MemorySegment page) {
        open--;
        source.close(page);
    }
}
