package io.kevy.bench;

import io.kevy.store.PageSource;
import io.kevy.store.StoreOptions;
import io.kevy.sys.MappedPages;
import java.lang.foreign.MemorySegment;

/** Memory for a store from where the server takes it: the operating system. Any thread. */
public final class ServerPages implements PageSource {
    private ServerPages() {}

    /** The options of a store with such memory, its seed one that nobody knows. */
    public static StoreOptions options() {
        return StoreOptions.defaults()
                .withPages(new ServerPages(), StoreOptions.PAGE_BYTES_DEFAULT);
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
