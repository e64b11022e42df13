package io.kevy.rt.server;

import io.kevy.store.PageSource;
import io.kevy.sys.MappedPages;
import java.lang.foreign.MemorySegment;

/** Where the memory of stores comes from: the operating system, or arenas where that is not to be had. */
final class StorePages implements PageSource {
    private StorePages() {}

    static PageSource ofThisSystem() {
        return MappedPages.isSupported() ? new StorePages() : PageSource.arenas();
    }

    @Override
    public MemorySegment open(long bytes) {
        return MappedPages.map(bytes);
    }

    @Override
    public void close(MemorySegment page) {
        MappedPages.unmap(page);
    }
}
