package io.kevy.store;

import io.kevy.store.trie.TrieBatch;
import org.jspecify.annotations.Nullable;

/**
 * Brings what lookups will need into the processor's cache, for several keys at a time.
 *
 * <p>A lookup is a chain of reads that each have to wait for the one before: branches, leaf, record.
 * In a large keyspace each of them misses the cache, and the processor has nothing else to do
 * meanwhile. When the first step is taken for all keys, then the second for all, the misses of
 * different keys overlap. What is found on the way is remembered, so that {@link Keyspace#find}
 * need not search again as long as no key comes or goes.
 *
 * <pre>{@code
 * prefetch.begin(keyspace);
 * prefetch.add(key); // for each of the keys
 * prefetch.run();
 * }</pre>
 *
 * <p>Changes nothing. Used by the store's thread only, and reused.
 */
public final class Prefetch {
    private final int keysMax;
    private @Nullable Keyspace keyspace;
    private @Nullable Values values;
    private @Nullable TrieBatch batch;

    /**
     * @param keysMax the most keys between {@link #begin} and {@link #run}
     */
    public Prefetch(int keysMax) {
        this.keysMax = keysMax;
    }

    /** Keys of this keyspace follow. */
    public void begin(Keyspace keyspace) {
        if (this.keyspace == keyspace) {
            return;
        }
        this.keyspace = keyspace;
        if (values != keyspace.values()) {
            values = keyspace.values();
            batch = new TrieBatch(keyspace.values().trie, keysMax);
        }
    }

    /**
     * Adds a key, which may be absent.
     *
     * @throws IndexOutOfBoundsException when there is no room for one more
     */
    public void add(Slice key) {
        var begun = keyspace;
        if (begun == null) {
            throw new IllegalStateException("begin was not called");
        }
        batch().add(begun.root(), begun.hash(key));
    }

    /** Reads on for all keys added. */
    public void run() {
        batch().run();
    }

    private TrieBatch batch() {
        var begun = batch;
        if (begun == null) {
            throw new IllegalStateException("begin was not called");
        }
        return begun;
    }
}
