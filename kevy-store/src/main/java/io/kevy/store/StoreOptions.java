package io.kevy.store;

import java.security.SecureRandom;

/**
 * How a {@link Store} is made.
 *
 * @param databases number of databases, 1 to 65536
 * @param poisonFreed whether freed memory is filled with a pattern that is checked when it is used
 *     again: finds a use after free, costs time; for tests
 * @param hashSeed secret that keys the hash of the table, so that nobody outside can choose
 *     colliding keys
 * @param pages where memory comes from; one source may serve several stores if it is thread-safe
 * @param pageBytes size of a page, a power of two from 64 KiB to 4 MiB; small ones suit small
 *     stores and tests
 */
public record StoreOptions(
        int databases, boolean poisonFreed, long hashSeed, PageSource pages, long pageBytes) {

    /** Redis's number of databases. */
    public static final int DATABASES_DEFAULT = 16;

    /** Pages of 4 MiB. */
    public static final long PAGE_BYTES_DEFAULT = 4L << 20;

    private static final long PAGE_BYTES_MIN = 64 << 10;
    private static final long PAGE_BYTES_MAX = PAGE_BYTES_DEFAULT;

    public StoreOptions {
        if (databases < 1 || databases > 65536) {
            throw new IllegalArgumentException("databases must be 1 to 65536, not " + databases);
        }
        if (Long.bitCount(pageBytes) != 1
                || pageBytes < PAGE_BYTES_MIN || pageBytes > PAGE_BYTES_MAX) {
            throw new IllegalArgumentException("no page can have " + pageBytes + " bytes");
        }
    }

    /** Pages of the usual size from arenas. */
    public StoreOptions(int databases, boolean poisonFreed, long hashSeed) {
        this(databases, poisonFreed, hashSeed, PageSource.arenas(), PAGE_BYTES_DEFAULT);
    }

    /** 16 databases, no poison, a seed nobody knows, arenas. */
    public static StoreOptions defaults() {
        return new StoreOptions(DATABASES_DEFAULT, false, new SecureRandom().nextLong());
    }

    public StoreOptions withPoisonFreed(boolean on) {
        return new StoreOptions(databases, on, hashSeed, pages, pageBytes);
    }

    /** Pages of another size or from elsewhere. */
    public StoreOptions withPages(PageSource source, long bytes) {
        return new StoreOptions(databases, poisonFreed, hashSeed, source, bytes);
    }
}
