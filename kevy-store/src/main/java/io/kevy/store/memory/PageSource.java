package io.kevy.store.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;

/**
 * Where pages come from and go back to. One thread opens; any thread, but one at a time, closes.
 */
public interface PageSource {
    /**
     * A page of so many bytes, aligned to 4096.
     *
     * @throws OutOfMemoryError when there is no more; nothing has changed then
     */
    MemorySegment open(long bytes);

    /** Takes back a page that {@link #open} gave. */
    void close(MemorySegment page);

    /** An arena of the JDK for each page. */
    static PageSource arenas() {
        return new PageSource() {
            private final IdentityHashMap<MemorySegment, Arena> arenas = new IdentityHashMap<>();

            @Override
            @SuppressWarnings("MustBeClosedChecker") // closed with the page
            public synchronized MemorySegment open(long bytes) {
                var arena = Arena.ofShared();
                try {
                    var page = arena.allocate(bytes, 4096);
                    arenas.put(page, arena);
                    return page;
                } catch (OutOfMemoryError e) {
                    arena.close();
                    throw e;
                }
            }

            @Override
            public synchronized void close(MemorySegment page) {
                var arena = arenas.remove(page);
                if (arena != null) {
                    arena.close();
                }
            }
        };
    }
}
