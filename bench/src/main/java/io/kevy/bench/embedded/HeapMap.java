package io.kevy.bench.embedded;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@link HashMap} of arrays. Values are replaced, never changed, so a snapshot copies the table and its nodes and shares the
 * arrays.
 */
final class HeapMap extends ByteMap {
    private final Map<Key, byte[]> map = new HashMap<>();
    private final Key probe = new Key(key.bytes());

    /** An array that is equal to one with the same bytes; its bytes do not change as long as it is in a map. */
    private static final class Key {
        private final byte[] bytes;

        private Key(byte[] bytes) {
            this.bytes = bytes;
        }

        private Key copy() {
            return new Key(bytes.clone());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    @Override
    void put() {
        var copy = value.clone();
        if (map.replace(probe, copy) == null) {
            map.put(probe.copy(), copy);
        }
    }

    @Override
    boolean get() {
        byte[] found = map.get(probe);
        if (found == null) {
            return false;
        }
        System.arraycopy(found, 0, value, 0, VALUE_BYTES);
        return true;
    }

    @Override
    Snapshot snapshot() {
        var copy = new HashMap<>(map);
        return visitor -> copy.forEach((key, value) -> visitor.entry(key.bytes, value));
    }

    @Override
    public void close() {
        map.clear();
    }
}
