package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * Where a store takes its memory from, in pages of some megabytes, and gives it back to. The
 * store's thread opens; pages are closed by that thread, or, once the store is closed, by whoever
 * closes its last view, never by two at a time.
 */
public interface PageSource {
    /**
     * A page of so many bytes, aligned to 4096, that any thread may use.
     *
     * @throws OutOfMemoryError when there is none to be had; the write that needed it fails, and
     *     the store is as it was
     */
    MemorySegment open(long bytes);

    /** Takes back a page that {@link #open} gave. */
    void close(MemorySegment page);

    /**
     * Shared arenas of the JDK, one for each page. Closing one costs some ten microseconds, and
     * what is closed need not leave the process: allocators keep pieces below 32 MiB.
     */
    static PageSource arenas() {
        return new ArenaPages();
    }
}
