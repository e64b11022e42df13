package io.kevy.persist;

import io.kevy.store.IncomingValue;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import io.kevy.store.ValueType;

/**
 * Fills a fresh store with what it is told, long strings part by part straight into the store's
 * memory.
 *
 * <p>An entry whose deadline has passed is loaded like any other: whether it is dropped at once or
 * waits for its primary to say so is not known here. A key that comes twice keeps its last value.
 * When the image is refused, or an {@link OutOfMemoryError} says that the store has no more room, the
 * store holds a part of it: {@link #abandon} the rest and close it.
 *
 * <p>Runs on the thread of the store.
 */
public final class StoreLoader implements EntrySink {

    private final Store target;
    private final Place place = new Place();
    private final IncomingValue incoming;
    private Keyspace keyspace;

    // Of the string that comes in parts.
    private Slice key = new Slice();
    private long deadline;

    /**
     * @param target an empty store, which nobody else uses until the image has ended
     */
    public StoreLoader(Store target) {
        this.target = target;
        this.keyspace = target.keyspace(0);
        this.incoming = target.incomingValue();
    }

    @Override
    public boolean holds(ValueType type) {
        return switch (type) {
            case STRING -> true;
            case LIST, SET, SORTED_SET, HASH, STREAM -> false;
        };
    }

    @Override
    public int databases() {
        return target.databases();
    }

    @Override
    public void database(int db) {
        keyspace = target.keyspace(db);
    }

    @Override
    public void string(Slice key, long deadline, Slice value) {
        keyspace.find(key, place);
        keyspace.strings().set(place, value, deadline);
    }

    @Override
    public void beginString(Slice key, long deadline, int length) {
        this.key = key;
        this.deadline = deadline;
    }

    @Override
    public void stringPart(Slice part) {
        incoming.append(part);
    }

    @Override
    public void endEntry() {
        keyspace.find(key, place);
        keyspace.strings().set(place, incoming, deadline);
    }

    @Override
    public void abandon() {
        incoming.abandon();
    }
}
