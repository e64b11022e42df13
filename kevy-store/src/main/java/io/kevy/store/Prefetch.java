package io.kevy.store;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings what lookups will need into the processor's cache, for several keys at a time.
 *
 * <p>A lookup is a chain of reads that each have to wait for the one before: directory, node,
 * record. In a large keyspace each of them misses the cache, and the processor has nothing else to
 * do meanwhile. When the first step is taken for all keys, then the second for all, the misses of
 * different keys overlap. What is found on the way is remembered, so that {@link Keyspace#find} need
 * not search again as long as no key comes or goes.
 *
 * <pre>{@code
 * prefetch.begin(keyspace);
 * prefetch.add(key, 0, key.length); // for each of the keys
 * prefetch.run();
 * }</pre>
 *
 * <p>Changes nothing. Used by the store's thread only, and reused.
 */
public final class Prefetch {
    private static final int CACHE_LINE_BYTES = 64;

    /** For each key its hash, then the address of its record, if there may be one. */
    private final long[] steps;

    private int count;
    private @Nullable Keyspace keyspace;

    /** What was read has to be of use, or the compiler leaves the reading out. */
    @SuppressWarnings("UnusedVariable")
    private long useless;

    /**
     * @param keysMax the most keys between {@link #begin} and {@link #run}
     */
    public Prefetch(int keysMax) {
        steps = new long[keysMax];
    }

    /** Keys of this keyspace follow. */
    public void begin(Keyspace keyspace) {
        this.keyspace = keyspace;
        count = 0;
    }

    /**
     * Adds a key, which may be absent.
     *
     * @throws IndexOutOfBoundsException when there is no room for one more
     */
    public void add(byte[] key, int from, int length) {
        var begun = begun();
        long hash = begun.hash(key, from, length);
        long[] node = begun.table().node(hash);
        steps[count++] = hash;
        useless += node == null ? 0 : node[0];
    }

    /** Reads on for all keys added. */
    public void run() {
        var table = begun().table();
        var slab = begun().slab();
        long[] at = steps;
        int keys = count;
        long read = 0;
        for (int i = 0; i < keys; i++) {
            long[] node = table.node(at[i]);
            read += node == null ? 0 : node[Node.guess(node, at[i])];
        }
        for (int i = 0; i < keys; i++) {
            at[i] = table.foresee(at[i]);
        }
        for (int i = 0; i < keys; i++) {
            MemorySegment page = slab.page(at[i]);
            long offset = Slab.offset(at[i]);
            long last = page.byteSize() - 1;
            if (offset < last) {
                read += page.get(Words.BYTE, offset)
                        + page.get(Words.BYTE, Math.min(offset + CACHE_LINE_BYTES, last));
            }
        }
        useless += read;
        count = 0;
    }

    private Keyspace begun() {
        return Objects.requireNonNull(keyspace, "begin was not called");
    }
}
