package io.kevy.persist;

import io.kevy.store.Keyspace;
import io.kevy.store.ValueType;
import java.nio.charset.StandardCharsets;

/** A sink that writes down what it is told, one line per call, bytes as escaped text. */
final class Transcript implements SnapshotSink {

    private final StringBuilder lines = new StringBuilder();

    static String of(byte[] image, long nowMillis) throws SnapshotFormatException {
        var transcript = new Transcript();
        var decoder = new SnapshotDecoder(transcript, nowMillis, SnapshotLimits.redis());
        decoder.feed(image, 0, image.length);
        decoder.end();
        return transcript.toString();
    }

    static String escaped(byte[] bytes) {
        var text = new StringBuilder();
        for (byte b : bytes) {
            if (b > ' ' && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\%02x".formatted(b));
            }
        }
        return text.toString();
    }

    @Override
    public boolean holds(ValueType type) {
        return true;
    }

    @Override
    public int databases() {
        return 16;
    }

    @Override
    public void database(int db) {
        line("database " + db);
    }

    @Override
    public void string(ByteSlice key, long deadline, ByteSlice value) {
        begin("string", key, deadline, text(value));
    }

    @Override
    public void beginHash(ByteSlice key, long deadline, int fields) {
        begin("hash", key, deadline, "of " + fields);
    }

    @Override
    public void hashField(ByteSlice field, ByteSlice value) {
        line("  " + text(field) + " = " + text(value));
    }

    @Override
    public void beginList(ByteSlice key, long deadline, int elements) {
        begin("list", key, deadline, "of " + elements);
    }

    @Override
    public void listElement(ByteSlice element) {
        line("  " + text(element));
    }

    @Override
    public void beginSet(ByteSlice key, long deadline, int members) {
        begin("set", key, deadline, "of " + members);
    }

    @Override
    public void setMember(ByteSlice member) {
        line("  " + text(member));
    }

    @Override
    public void beginSortedSet(ByteSlice key, long deadline, int members) {
        begin("sorted set", key, deadline, "of " + members);
    }

    @Override
    public void sortedSetMember(ByteSlice member, double score) {
        line("  " + text(member) + " scores " + score);
    }

    @Override
    public void beginStream(ByteSlice key, long deadline, StreamState state, int entries) {
        begin("stream", key, deadline, "of " + entries);
        line("  last " + id(state.lastMs(), state.lastSeq()));
        line("  max deleted " + id(state.maxDeletedMs(), state.maxDeletedSeq()));
        line("  added " + state.entriesAdded());
    }

    @Override
    public void streamEntry(long ms, long seq, int fields) {
        line("  entry " + id(ms, seq) + " of " + fields);
    }

    @Override
    public void streamField(ByteSlice field, ByteSlice value) {
        line("    " + text(field) + " = " + text(value));
    }

    @Override
    public void streamGroup(ByteSlice name, long lastDeliveredMs, long lastDeliveredSeq) {
        line("  group " + text(name) + " delivered " + id(lastDeliveredMs, lastDeliveredSeq));
    }

    @Override
    public void streamConsumer(ByteSlice name, long lastSeenMs) {
        line("    consumer " + text(name) + " seen " + lastSeenMs);
    }

    @Override
    public void streamPending(
            long ms, long seq, ByteSlice consumer, long deliveryTimeMs, long deliveryCount) {
        line(
                "    pending %s of %s at %d, %d times"
                        .formatted(id(ms, seq), text(consumer), deliveryTimeMs, deliveryCount));
    }

    @Override
    public void endEntry() {
        line("end");
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    private void begin(String type, ByteSlice key, long deadline, String rest) {
        String until = deadline == Keyspace.NO_DEADLINE ? "" : " until " + deadline;
        line(type + " " + text(key) + until + ": " + rest);
    }

    private void line(String text) {
        lines.append(text).append('\n');
    }

    private static String id(long ms, long seq) {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }

    private static String text(ByteSlice slice) {
        byte[] bytes = slice.copy();
        String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!ascii.equals(slice.text()) && ascii.chars().allMatch(c -> c < 0x80)) {
            throw new AssertionError("text() and copy() differ");
        }
        return escaped(bytes);
    }
}
