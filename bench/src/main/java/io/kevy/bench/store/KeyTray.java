package io.kevy.bench.store;

import io.kevy.bench.KeyBytes;
import io.kevy.store.Keyspace;
import io.kevy.store.Prefetch;
import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;

/** So many keys at a time, as a pipeline brings them: drawn, fetched ahead together, then used one by one. One thread. */
final class KeyTray {
    private final FilledStore filled;
    private final Slice[] keys;
    private final Prefetch prefetch;

    KeyTray(FilledStore filled, int count) {
        this.filled = filled;
        keys = new Slice[count];
        prefetch = new Prefetch(count);
        var memory = MemorySegment.ofArray(new byte[count * KeyBytes.LENGTH]);
        for (int i = 0; i < count; i++) {
            keys[i] = new Slice().over(memory, (long) i * KeyBytes.LENGTH, KeyBytes.LENGTH);
        }
    }

    /** Draws other keys and fetches ahead what it takes to find them. */
    void fill() {
        Keyspace keyspace = filled.keyspace();
        prefetch.begin(keyspace);
        for (Slice key : keys) {
            filled.anyKey().copyTo(key.memory(), key.offset());
            prefetch.add(key);
        }
        prefetch.run();
    }

    Slice key(int number) {
        return keys[number];
    }
}
