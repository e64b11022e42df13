package io.kevy.persist;

import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import io.kevy.store.ValueType;
import java.lang.foreign.MemorySegment;

/**
 * Fills a fresh store with the content of a snapshot.
 *
 * <p>An entry whose deadline has passed is loaded like any other: whether it is dropped at once or
 * waits for its primary to say so is not known here. A key that comes twice keeps its last value.
 * When the image is refused, or an {@link OutOfMemoryError} says that the store has no more room, the
 * store holds a part of it: close it.
 *
 * <p>Runs on the thread of the store.
 */
public final class StoreLoader implements SnapshotSink {

    private final Store target;
    private final Place place = new Place();
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private Keyspace keyspace;

    /**
     * @param target an empty store, which nobody else uses until the image has ended
     */
    public StoreLoader(Store target) {
        this.target = target;
        this.keyspace = target.keyspace(0);
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
    public void string(ByteSlice key, long deadline, ByteSlice value) {
        keyspace.find(slice(key, this.key), place);
        keyspace.strings().set(place, slice(value, this.value), deadline);
    }

    private static Slice slice(ByteSlice bytes, Slice target) {
        return target.over(MemorySegment.ofArray(bytes.array()), bytes.offset(), bytes.length());
    }
}
