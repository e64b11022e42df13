package io.kevy.store;

import io.kevy.store.memory.PageSource;
import java.lang.foreign.MemorySegment;

/** The arenas of the memory's own page source, for everyone. */
final class ArenaPages implements io.kevy.store.PageSource {
    private final PageSource arenas = PageSource.arenas();

    @Override
    public MemorySegment open(long bytes) {
        return arenas.open(bytes);
    }

    @Override
    public void close(MemorySegment page) {
        arenas.close(page);
    }
}
