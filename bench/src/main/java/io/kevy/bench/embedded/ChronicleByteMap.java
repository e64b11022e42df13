package io.kevy.bench.embedded;

import net.openhft.chronicle.map.ChronicleMap;

/** Chronicle Map for so many entries of just these lengths. No snapshots: a walk goes over the map, segment by segment. */
final class ChronicleByteMap extends ByteMap {
    private final ChronicleMap<byte[], byte[]> map;

    ChronicleByteMap(int entries) {
        map = ChronicleMap.of(byte[].class, byte[].class).entries(entries)
                .constantKeySizeBySample(key.bytes()).constantValueSizeBySample(value)
                .putReturnsNull(true).create();
    }

    @Override
    void put() {
        map.put(key.bytes(), value);
    }

    @Override
    boolean get() {
        return map.getUsing(key.bytes(), value) != null;
    }

    @Override
    Snapshot snapshot() {
        return visitor -> {
            var keyTarget = new byte[key.bytes().length];
            var valueTarget = new byte[VALUE_BYTES];
            map.forEachEntry(entry -> visitor.entry(entry.key().getUsing(keyTarget),
                    entry.value().getUsing(valueTarget)));
        };
    }

    @Override
    public void close() {
        map.close();
    }
}
