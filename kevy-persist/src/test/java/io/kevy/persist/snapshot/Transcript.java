package io.kevy.persist.snapshot;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.EntrySink;
import io.kevy.persist.FormatException;
import io.kevy.persist.StreamState;
import io.kevy.store.Keyspace;
import io.kevy.store.Slice;
import io.kevy.store.ValueType;

/** A sink that writes down what it is told, one line per call, bytes as escaped text. */
class Transcript implements EntrySink {

    private final StringBuilder lines = new StringBuilder();
    private boolean inString;

    static String of(byte[] image, long nowMillis) throws FormatException {
        var transcript = new Transcript();
        var decoder = new SnapshotDecoder(transcript, nowMillis, EntryLimits.redis());
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
    public void string(Slice key, long deadline, Slice value) {
        begin("string", key, deadline, text(value));
    }

    /** One line for all parts, as they may be cut anywhere. */
    @Override
    public void beginString(Slice key, long deadline, int length) {
        begin("long string", key, deadline, "of " + length);
        inString = true;
    }

    @Override
    public void stringPart(Slice part) {
        lines.append(text(part));
    }

    @Override
    public void beginHash(Slice key, long deadline, int fields) {
        begin("hash", key, deadline, "of " + fields);
    }

    @Override
    public void hashField(Slice field, Slice value) {
        line("  " + text(field) + " = " + text(value));
    }

    @Override
    public void beginList(Slice key, long deadline, int elements) {
        begin("list", key, deadline, "of " + elements);
    }

    @Override
    public void listElement(Slice element) {
        line("  " + text(element));
    }

    @Override
    public void beginSet(Slice key, long deadline, int members) {
        begin("set", key, deadline, "of " + members);
    }

    @Override
    public void setMember(Slice member) {
        line("  " + text(member));
    }

    @Override
    public void beginSortedSet(Slice key, long deadline, int members) {
        begin("sorted set", key, deadline, "of " + members);
    }

    @Override
    public void sortedSetMember(Slice member, double score) {
        line("  " + text(member) + " scores " + score);
    }

    @Override
    public void beginStream(Slice key, long deadline, StreamState state, int entries) {
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
    public void streamField(Slice field, Slice value) {
        line("    " + text(field) + " = " + text(value));
    }

    @Override
    public void streamGroup(Slice name, long lastDeliveredMs, long lastDeliveredSeq) {
        line("  group " + text(name) + " delivered " + id(lastDeliveredMs, lastDeliveredSeq));
    }

    @Override
    public void streamConsumer(Slice name, long lastSeenMs) {
        line("    consumer " + text(name) + " seen " + lastSeenMs);
    }

    @Override
    public void streamPending(
            long ms, long seq, Slice consumer, long deliveryTimeMs, long deliveryCount) {
        line(
                "    pending %s of %s at %d, %d times"
                        .formatted(id(ms, seq), text(consumer), deliveryTimeMs, deliveryCount));
    }

    @Override
    public void endEntry() {
        if (inString) {
            inString = false;
            lines.append('\n');
        }
        line("end");
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    private void begin(String type, Slice key, long deadline, String rest) {
        String until = deadline == Keyspace.NO_DEADLINE ? "" : " until " + deadline;
        line(type + " " + text(key) + until + ": " + rest);
    }

    private void line(String text) {
        lines.append(text).append('\n');
    }

    private static String id(long ms, long seq) {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }

    private static String text(Slice slice) {
        return escaped(slice.toArray());
    }
}
