package io.kevy.store;

import io.kevy.store.memory.PageSource;
import java.lang.foreign.MemorySegment;

/** A handed-in page source as the memory knows it. */
record PagesOf(io.kevy.store.PageSource source) implements PageSource {
    @Override
    public MemorySegment open(long bytes) {
        return source.open(bytes);
    }

    @Override
    public void close(MemorySegment page) {
        source.close(page);
    }
}
