package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Strings in place of slices and places, for tests. */
final class Bytes {

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static Slice slice(String text) {
        return Slice.of(of(text));
    }

    static Place find(Keyspace keyspace, String key) {
        var place = new Place();
        keyspace.find(slice(key), place);
        return place;
    }

    static void set(Keyspace keyspace, String key, String value) {
        set(keyspace, key, value, Keyspace.NO_DEADLINE);
    }

    static void set(Keyspace keyspace, String key, String value, long deadline) {
        keyspace.strings().set(find(keyspace, key), slice(value), deadline);
    }

    static boolean remove(Keyspace keyspace, String key) {
        return keyspace.remove(find(keyspace, key));
    }

    static boolean expireAt(Keyspace keyspace, String key, long deadline) {
        return keyspace.expireAt(find(keyspace, key), deadline);
    }

    static int append(Keyspace keyspace, String key, String value) {
        return keyspace.strings().append(find(keyspace, key), slice(value));
    }

    static int write(Keyspace keyspace, String key, int at, String value) {
        return keyspace.strings().write(find(keyspace, key), at, slice(value));
    }

    static String get(Keyspace keyspace, String key) {
        var place = find(keyspace, key);
        return place.exists() ? new String(place.string(), ISO_8859_1) : "(none)";
    }

    static String keyOf(Entry entry) {
        return new String(entry.key(new Slice()).toArray(), ISO_8859_1);
    }

    static Store open(int databases, long seed) {
        return Store.open(new StoreOptions(databases, true, seed));
    }

    /** Does all that there is to do. */
    static void work(Store store) {
        while (store.work(() -> false)) {
            Thread.onSpinWait();
        }
    }
}
