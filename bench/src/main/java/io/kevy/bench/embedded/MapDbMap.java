package io.kevy.bench.embedded;

import java.util.Map;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.HTreeMap;
import org.mapdb.Serializer;

/** MapDB's hash map outside the heap, its tree wide enough for about one entry in a leaf. No snapshots: a walk goes over the map. */
final class MapDbMap extends ByteMap {
    private static final int SEGMENTS = 8;
    private static final int NODE_SLOTS = 16;

    private final DB db = DBMaker.memoryDirectDB().make();
    private final HTreeMap<byte[], byte[]> map;

    MapDbMap(int entries) {
        map = db.hashMap("map", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
                .layout(SEGMENTS, NODE_SLOTS, levels(entries)).create();
    }

    /** So many that there are about as many leaves as entries. */
    static int levels(int entries) {
        int levels = 1;
        for (long leaves = (long) SEGMENTS * NODE_SLOTS; leaves < entries / 2; levels++) {
            leaves *= NODE_SLOTS;
        }
        return levels;
    }

    @Override
    void put() {
        map.put(key.bytes(), value);
    }

    @Override
    boolean get() {
        byte[] found = map.get(key.bytes());
        if (found == null) {
            return false;
        }
        System.arraycopy(found, 0, value, 0, VALUE_BYTES);
        return true;
    }

    @Override
    Snapshot snapshot() {
        return visitor -> {
            for (Map.Entry<byte[], byte[]> entry : map.getEntries()) {
                visitor.entry(entry.getKey(), entry.getValue());
            }
        };
    }

    @Override
    public void close() {
        db.close();
    }
}
