package io.kevy.store.tree;

import io.kevy.store.memory.PageSource;
import java.lang.foreign.MemorySegment;

/** Pages of the JDK, of which it can be said that there are no more. */
final class RefusingPages implements PageSource {
    private final PageSource pages = PageSource.arenas();
    boolean refusing;

    @Override
    public MemorySegment open(long bytes) {
        if (refusing) {
            throw new OutOfMemoryError("as the test says");
        }
        return pages.open(bytes);
    }

    @Override
    public void close(MemorySegment page) {
        pages.close(page);
    }
}
