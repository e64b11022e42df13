package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** Pages from arenas, unless somebody says that there are no more. */
final class RefusingPages implements PageSource {
    private final PageSource arenas = PageSource.arenas();
    private final BooleanSupplier refuses;
    private long open;

    RefusingPages(BooleanSupplier refuses) {
        this.refuses = refuses;
    }

    /** Bytes of the pages that are open. */
    long open() {
        return open;
    }

    @Override
    public MemorySegment open(long bytes) {
        if (refuses.getAsBoolean()) {
            throw new OutOfMemoryError("refused");
        }
        var page = arenas.open(bytes);
        open += bytes;
        return page;
    }

    @Override
    public void close(MemorySegment page) {
        open -= page.byteSize();
        arenas.close(page);
    }
}
