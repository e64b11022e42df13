package io.kevy.store.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** An arena for each page. They are found in many small maps, so that none takes long to grow. */
final class ArenaPages implements PageSource {
    private static final int ALIGNMENT = 4096;
    private static final int MAPS_SHIFT = 8;

    private final List<Map<MemorySegment, Arena>> maps = new ArrayList<>(1 << MAPS_SHIFT);

    ArenaPages() {
        for (int i = 0; i < 1 << MAPS_SHIFT; i++) {
            maps.add(new IdentityHashMap<>(4));
        }
    }

    private Map<MemorySegment, Arena> map(MemorySegment page) {
        long hash = page.address() * 0x9E37_79B9_7F4A_7C15L;
        return maps.get((int) (hash >>> (Long.SIZE - MAPS_SHIFT)));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the page
    public synchronized MemorySegment open(long bytes) {
        var arena = Arena.ofShared();
        try {
            var page = arena.allocate(bytes, ALIGNMENT);
            map(page).put(page, arena);
            return page;
        } catch (OutOfMemoryError e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public synchronized void close(MemorySegment page) {
        var arena = map(page).remove(page);
        if (arena == null) {
            throw new IllegalArgumentException("not a page of this source, or closed before");
        }
        arena.close();
    }
}
