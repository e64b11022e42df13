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
 */
public record StoreOptions(int databases, boolean poisonFreed, long hashSeed) {

    /** Redis's number of databases. */
    public static final int DATABASES_DEFAULT = 16;

    public StoreOptions {
        if (databases < 1 || databases > 65536) {
            throw new IllegalArgumentException("databases must be 1 to 65536, not " + databases);
        }
    }

    /** 16 databases, no poison, a seed nobody knows. */
    public static StoreOptions defaults() {
        return new StoreOptions(DATABASES_DEFAULT, false, new SecureRandom().nextLong());
    }

    public StoreOptions withPoisonFreed(boolean on) {
        return new StoreOptions(databases, on, hashSeed);
    }
}
