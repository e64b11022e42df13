package io.kevy.bench.store;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.RandomNumbers;
import io.kevy.store.Keyspace;
import io.kevy.store.Store;
import java.util.Arrays;

/**
 * A store of so many keys of 16 bytes with values of 64 bytes, and a way to draw one of the keys. Used by one thread;
 * allocates nothing after it is made.
 */
final class FilledStore implements AutoCloseable {
    static final int VALUE_BYTES = 64;

    private final Store store = Store.open();
    private final Keyspace keyspace = store.keyspace(0);
    private final KeyBytes key = new KeyBytes();
    private final byte[] value = new byte[VALUE_BYTES];
    private final RandomNumbers random = new RandomNumbers(42);
    private final int keys;

    FilledStore(int keys) {
        this.keys = keys;
        Arrays.fill(value, (byte) 'x');
        for (int i = 0; i < keys; i++) {
            set(i);
        }
    }

    Store store() {
        return store;
    }

    Keyspace keyspace() {
        return keyspace;
    }

    /** The bytes of one of the keys, in an array that the next call changes. */
    byte[] anyKey() {
        return key.number(random.below(keys));
    }

    /** Writes any one of the keys anew. */
    void setAny() {
        set(random.below(keys));
    }

    private void set(long number) {
        key.number(number);
        keyspace.setString(key.bytes(), 0, KeyBytes.LENGTH, value, 0, VALUE_BYTES,
                Keyspace.NO_DEADLINE);
    }

    @Override
    public void close() {
        store.close();
    }
}
