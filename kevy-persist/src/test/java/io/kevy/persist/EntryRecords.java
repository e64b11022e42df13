package io.kevy.persist;

import io.kevy.store.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of each string entry of an image, opcode to value, by key and in hexadecimal. */
final class EntryRecords implements SnapshotSink {

    private final Map<String, String> records = new TreeMap<>();
    private final byte[] image;
    private final SnapshotDecoder decoder;

    private EntryRecords(byte[] image) {
        this.image = image;
        this.decoder = new SnapshotDecoder(this, 0, SnapshotLimits.redis());
    }

    static Map<String, String> of(byte[] image) throws SnapshotFormatException {
        var result = new EntryRecords(image);
        result.decoder.feed(image, 0, image.length);
        result.decoder.end();
        return result.records;
    }

    @Override
    public boolean holds(ValueType type) {
        return true;
    }

    @Override
    public int databases() {
        return 1;
    }

    @Override
    public void database(int db) {}

    @Override
    public void string(ByteSlice key, long deadline, ByteSlice value) {
        // The decoder stands behind the value; the layout before it has a fixed size.
        int to = (int) decoder.position();
        int size = 2 + (deadline < 0 ? 0 : 8) + 4 + key.length() + 4 + value.length();
        byte[] record = Arrays.copyOfRange(image, to - size, to);
        String text = new String(key.copy(), StandardCharsets.ISO_8859_1);
        records.put(text, HexFormat.of().formatHex(record));
    }

    @Override
    public void beginHash(ByteSlice key, long deadline, int fields) {}

    @Override
    public void hashField(ByteSlice field, ByteSlice value) {}

    @Override
    public void beginList(ByteSlice key, long deadline, int elements) {}

    @Override
    public void listElement(ByteSlice element) {}

    @Override
    public void beginSet(ByteSlice key, long deadline, int members) {}

    @Override
    public void setMember(ByteSlice member) {}

    @Override
    public void beginSortedSet(ByteSlice key, long deadline, int members) {}

    @Override
    public void sortedSetMember(ByteSlice member, double score) {}

    @Override
    public void beginStream(ByteSlice key, long deadline, StreamState state, int entries) {}

    @Override
    public void streamEntry(long ms, long seq, int fields) {}

    @Override
    public void streamField(ByteSlice field, ByteSlice value) {}

    @Override
    public void streamGroup(ByteSlice name, long lastDeliveredMs, long lastDeliveredSeq) {}

    @Override
    public void streamConsumer(ByteSlice name, long lastSeenMs) {}

    @Override
    public void streamPending(
            long ms, long seq, ByteSlice consumer, long deliveryTimeMs, long deliveryCount) {}
}
