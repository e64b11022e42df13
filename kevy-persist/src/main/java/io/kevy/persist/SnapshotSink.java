package io.kevy.persist;

import io.kevy.store.ValueType;

/**
 * Takes the content of a snapshot, entry by entry and element by element, in the order of the image
 * and on the thread that feeds the {@link SnapshotDecoder}.
 *
 * <p>A string is one call. Any other value is a {@code begin} call, a call per element, and {@link
 * #endEntry}. The counts given at the beginning are what the image claims: nothing to reserve
 * memory by. A collection may be empty; a sink that cannot hold an empty one leaves the key out.
 *
 * <p>A {@link ByteSlice} is valid during the call only. A deadline is Unix milliseconds, or {@link
 * io.kevy.store.Keyspace#NO_DEADLINE}; it may have passed already. Both halves of a stream ID are
 * unsigned 64-bit numbers. The methods of a type that the sink does not {@linkplain #holds hold} are
 * never called and need not be written.
 */
public interface SnapshotSink {

    /** Whether values of this type can be taken; an image with any other is refused. */
    boolean holds(ValueType type);

    /** How many databases there are; an image that switches to a higher one is refused. */
    int databases();

    /** What follows belongs to database {@code db}; an image starts in database 0. */
    void database(int db);

    /** A whole entry: a string value. */
    void string(ByteSlice key, long deadline, ByteSlice value);

    /** Starts a hash; {@link #hashField} follows {@code fields} times. */
    default void beginHash(ByteSlice key, long deadline, int fields) {
        throw notHeld(ValueType.HASH);
    }

    /** One field of the hash. */
    default void hashField(ByteSlice field, ByteSlice value) {
        throw notHeld(ValueType.HASH);
    }

    /** Starts a list; {@link #listElement} follows {@code elements} times, head first. */
    default void beginList(ByteSlice key, long deadline, int elements) {
        throw notHeld(ValueType.LIST);
    }

    /** The next element of the list. */
    default void listElement(ByteSlice element) {
        throw notHeld(ValueType.LIST);
    }

    /** Starts a set; {@link #setMember} follows {@code members} times. */
    default void beginSet(ByteSlice key, long deadline, int members) {
        throw notHeld(ValueType.SET);
    }

    /** One member of the set. */
    default void setMember(ByteSlice member) {
        throw notHeld(ValueType.SET);
    }

    /** Starts a sorted set; {@link #sortedSetMember} follows {@code members} times. */
    default void beginSortedSet(ByteSlice key, long deadline, int members) {
        throw notHeld(ValueType.SORTED_SET);
    }

    /** One member of the sorted set; the score is a number or infinite. */
    default void sortedSetMember(ByteSlice member, double score) {
        throw notHeld(ValueType.SORTED_SET);
    }

    /**
     * Starts a stream; {@link #streamEntry} follows {@code entries} times, then its groups. Of the
     * calls that belong to a group, all consumers come before all pending entries.
     */
    default void beginStream(ByteSlice key, long deadline, StreamState state, int entries) {
        throw notHeld(ValueType.STREAM);
    }

    /** The next entry of the stream; {@link #streamField} follows {@code fields} times. */
    default void streamEntry(long ms, long seq, int fields) {
        throw notHeld(ValueType.STREAM);
    }

    /** The next field of the entry. */
    default void streamField(ByteSlice field, ByteSlice value) {
        throw notHeld(ValueType.STREAM);
    }

    /** A consumer group of the stream and the ID it has been delivered up to. */
    default void streamGroup(ByteSlice name, long lastDeliveredMs, long lastDeliveredSeq) {
        throw notHeld(ValueType.STREAM);
    }

    /** A consumer of the group; it was last seen at that Unix time in milliseconds. */
    default void streamConsumer(ByteSlice name, long lastSeenMs) {
        throw notHeld(ValueType.STREAM);
    }

    /**
     * An entry of the stream that a consumer of the group has been given and not acknowledged.
     *
     * @param deliveryTimeMs Unix milliseconds of the last delivery
     * @param deliveryCount how often it has been delivered
     */
    default void streamPending(
            long ms, long seq, ByteSlice consumer, long deliveryTimeMs, long deliveryCount) {
        throw notHeld(ValueType.STREAM);
    }

    /** The collection that was begun is complete. Not called for a string. */
    default void endEntry() {}

    private static AssertionError notHeld(ValueType type) {
        return new AssertionError("a sink that holds " + type + " takes all of its parts");
    }
}
