package io.kevy.persist;

import io.kevy.store.Slice;
import io.kevy.store.ValueType;

/**
 * Takes the content of a store, entry by entry and part by part, in the order of whoever tells it
 * and on its thread: an image that is read, or a view that is walked over.
 *
 * <p>An entry is a {@code begin} call, a call per part or element, and {@link #endEntry}; a string
 * that is in one place may be one call instead. Lengths and counts given at the beginning are what
 * an image claims: nothing to reserve memory by. A collection may be empty; a sink that cannot hold
 * an empty one leaves the key out.
 *
 * <p>A {@link Slice} is readable during the call only, but for the key of a {@code begin} call: that
 * object tells the key until the entry ends, though its bytes may move between two calls. A deadline
 * is Unix milliseconds, or {@link io.kevy.store.Keyspace#NO_DEADLINE}; it may have passed already.
 * Both halves of a stream ID are unsigned 64-bit numbers. The methods of a type that the sink does
 * not {@linkplain #holds hold} are never called and need not be written.
 */
public interface EntrySink {

    /** Whether values of this type can be taken; whoever has others to tell refuses. */
    boolean holds(ValueType type);

    /** How many databases there are; an image that switches to a higher one is refused. */
    int databases();

    /** What follows belongs to database {@code db}; before the first such call, to database 0. */
    void database(int db);

    /** A whole entry: a string value of at most 64 KiB. */
    default void string(Slice key, long deadline, Slice value) {
        beginString(key, deadline, value.length());
        stringPart(value);
        endEntry();
    }

    /** Starts a string; parts of {@code length} bytes together follow. */
    default void beginString(Slice key, long deadline, int length) {
        throw notHeld(ValueType.STRING);
    }

    /** The next bytes of the string. */
    default void stringPart(Slice part) {
        throw notHeld(ValueType.STRING);
    }

    /** Starts a hash; {@link #hashField} follows {@code fields} times. */
    default void beginHash(Slice key, long deadline, int fields) {
        throw notHeld(ValueType.HASH);
    }

    /** One field of the hash. */
    default void hashField(Slice field, Slice value) {
        throw notHeld(ValueType.HASH);
    }

    /** Starts a list; {@link #listElement} follows {@code elements} times, head first. */
    default void beginList(Slice key, long deadline, int elements) {
        throw notHeld(ValueType.LIST);
    }

    /** The next element of the list. */
    default void listElement(Slice element) {
        throw notHeld(ValueType.LIST);
    }

    /** Starts a set; {@link #setMember} follows {@code members} times. */
    default void beginSet(Slice key, long deadline, int members) {
        throw notHeld(ValueType.SET);
    }

    /** One member of the set. */
    default void setMember(Slice member) {
        throw notHeld(ValueType.SET);
    }

    /** Starts a sorted set; {@link #sortedSetMember} follows {@code members} times. */
    default void beginSortedSet(Slice key, long deadline, int members) {
        throw notHeld(ValueType.SORTED_SET);
    }

    /** One member of the sorted set; the score is a number or infinite. */
    default void sortedSetMember(Slice member, double score) {
        throw notHeld(ValueType.SORTED_SET);
    }

    /**
     * Starts a stream; {@link #streamEntry} follows {@code entries} times, then its groups. Of the
     * calls that belong to a group, all consumers come before all pending entries.
     */
    default void beginStream(Slice key, long deadline, StreamState state, int entries) {
        throw notHeld(ValueType.STREAM);
    }

    /** The next entry of the stream; {@link #streamField} follows {@code fields} times. */
    default void streamEntry(long ms, long seq, int fields) {
        throw notHeld(ValueType.STREAM);
    }

    /** The next field of the entry. */
    default void streamField(Slice field, Slice value) {
        throw notHeld(ValueType.STREAM);
    }

    /** A consumer group of the stream and the ID it has been delivered up to. */
    default void streamGroup(Slice name, long lastDeliveredMs, long lastDeliveredSeq) {
        throw notHeld(ValueType.STREAM);
    }

    /** A consumer of the group; it was last seen at that Unix time in milliseconds. */
    default void streamConsumer(Slice name, long lastSeenMs) {
        throw notHeld(ValueType.STREAM);
    }

    /**
     * An entry of the stream that a consumer of the group has been given and not acknowledged.
     *
     * @param deliveryTimeMs Unix milliseconds of the last delivery
     * @param deliveryCount how often it has been delivered
     */
    default void streamPending(
            long ms, long seq, Slice consumer, long deliveryTimeMs, long deliveryCount) {
        throw notHeld(ValueType.STREAM);
    }

    /** The entry that was begun is complete. */
    default void endEntry() {}

    /** Nothing more will come, though an entry may be half told: it is worth nothing. */
    default void abandon() {}

    private static AssertionError notHeld(ValueType type) {
        return new AssertionError("a sink that holds " + type + " takes all of its parts");
    }
}
