package io.kevy.bench.store;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.RandomNumbers;
import io.kevy.bench.ServerPages;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import java.util.Arrays;

/**
 * A store of so many keys of 16 bytes with values of 64 bytes, in memory as the server takes it, and a way to draw one of the
 * keys. Used by one thread; allocates nothing after it is made.
 */
final class FilledStore implements AutoCloseable {
    static final int VALUE_BYTES = 64;

    private final Store store = Store.open(ServerPages.options());
    private final Keyspace keyspace = store.keyspace(0);
    private final KeyBytes key = new KeyBytes();
    private final Slice keySlice = Slice.of(key.bytes());
    private final Slice value;
    private final Place place = new Place();
    private final RandomNumbers random = new RandomNumbers(42);
    private final int keys;

    FilledStore(int keys) {
        this.keys = keys;
        var bytes = new byte[VALUE_BYTES];
        Arrays.fill(bytes, (byte) 'x');
        value = Slice.of(bytes);
        for (int i = 0; i < keys; i++) {
            key.number(i);
            set();
        }
    }

    Store store() {
        return store;
    }

    Keyspace keyspace() {
        return keyspace;
    }

    /** One of the keys, in memory that the next call changes. */
    Slice anyKey() {
        key.number(random.below(keys));
        return keySlice;
    }

    /** Writes any one of the keys anew. */
    void setAny() {
        anyKey();
        set();
    }

    private void set() {
        keyspace.find(keySlice, place);
        store.strings().set(place, value, Keyspace.NO_DEADLINE);
    }

    @Override
    public void close() {
        store.close();
    }
}
