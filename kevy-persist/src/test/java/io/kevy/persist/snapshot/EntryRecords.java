package io.kevy.persist.snapshot;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.EntrySink;
import io.kevy.persist.FormatException;
import io.kevy.persist.StreamState;
import io.kevy.store.Slice;
import io.kevy.store.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of each string entry of an image, opcode to value, by key and in hexadecimal. */
final class EntryRecords implements EntrySink {

    private final Map<String, String> records = new TreeMap<>();
    private final byte[] image;
    private final SnapshotDecoder decoder;

    private EntryRecords(byte[] image) {
        this.image = image;
        this.decoder = new SnapshotDecoder(this, 0, EntryLimits.redis());
    }

    static Map<String, String> of(byte[] image) throws FormatException {
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
    public void string(Slice key, long deadline, Slice value) {
        // The decoder stands behind the value; the layout before it has a fixed size.
        int to = (int) decoder.position();
        int size = 2 + (deadline < 0 ? 0 : 8) + 4 + key.length() + 4 + value.length();
        byte[] record = Arrays.copyOfRange(image, to - size, to);
        String text = new String(key.toArray(), StandardCharsets.ISO_8859_1);
        records.put(text, HexFormat.of().formatHex(record));
    }

    @Override
    public void beginHash(Slice key, long deadline, int fields) {}

    @Override
    public void hashField(Slice field, Slice value) {}

    @Override
    public void beginList(Slice key, long deadline, int elements) {}

    @Override
    public void listElement(Slice element) {}

    @Override
    public void beginSet(Slice key, long deadline, int members) {}

    @Override
    public void setMember(Slice member) {}

    @Override
    public void beginSortedSet(Slice key, long deadline, int members) {}

    @Override
    public void sortedSetMember(Slice member, double score) {}

    @Override
    public void beginStream(Slice key, long deadline, StreamState state, int entries) {}

    @Override
    public void streamEntry(long ms, long seq, int fields) {}

    @Override
    public void streamField(Slice field, Slice value) {}

    @Override
    public void streamGroup(Slice name, long lastDeliveredMs, long lastDeliveredSeq) {}

    @Override
    public void streamConsumer(Slice name, long lastSeenMs) {}

    @Override
    public void streamPending(
            long ms, long seq, Slice consumer, long deliveryTimeMs, long deliveryCount) {}
}
