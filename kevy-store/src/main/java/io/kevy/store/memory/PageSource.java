package io.kevy.store.memory;

import java.lang.foreign.MemorySegment;

/**
 * Where pages come from and go back to. One thread opens; any thread, but one at a time, closes.
 */
public interface PageSource {
    /**
     * A page of so many bytes, aligned to 4096; its content is undefined.
     *
     * @throws OutOfMemoryError when there is no more; nothing has changed then
     */
    MemorySegment open(long bytes);

    /** Takes back a page that {@link #open} gave. */
    void close(MemorySegment page);

    /**
     * An arena of the JDK for each page. It fills its pages with zeroes, and need not give small ones
     * back to the system.
     */
    static PageSource arenas() {
        return new ArenaPages();
    }
}
