package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Whole arrays and strings in place of slices, for tests. */
final class Bytes {

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static void set(Keyspace keyspace, String key, String value) {
        set(keyspace, key, value, Keyspace.NO_DEADLINE);
    }

    static void set(Keyspace keyspace, String key, String value, long deadline) {
        byte[] k = of(key);
        byte[] v = of(value);
        keyspace.setString(k, 0, k.length, v, 0, v.length, deadline);
    }

    static long find(Keyspace keyspace, String key) {
        byte[] k = of(key);
        return keyspace.find(k, 0, k.length);
    }

    static boolean remove(Keyspace keyspace, String key) {
        byte[] k = of(key);
        return keyspace.remove(k, 0, k.length);
    }

    static int append(Keyspace keyspace, String key, String value) {
        byte[] k = of(key);
        byte[] v = of(value);
        return keyspace.append(k, 0, k.length, v, 0, v.length);
    }

    static int setRange(Keyspace keyspace, String key, int at, String value) {
        byte[] k = of(key);
        byte[] v = of(value);
        return keyspace.setRange(k, 0, k.length, at, v, 0, v.length);
    }

    static String get(Keyspace keyspace, String key) {
        long record = find(keyspace, key);
        if (record == Keyspace.NONE) {
            return "(none)";
        }
        var value = new byte[keyspace.stringLength(record)];
        keyspace.copyString(record, 0, value, 0, value.length);
        return new String(value, ISO_8859_1);
    }

    static String keyOf(Keyspace keyspace, long record) {
        var key = new byte[keyspace.keyLength(record)];
        keyspace.copyKey(record, key, 0);
        return new String(key, ISO_8859_1);
    }

    static Store open(int databases, long seed) {
        return Store.open(new StoreOptions(databases, true, seed));
    }
}
