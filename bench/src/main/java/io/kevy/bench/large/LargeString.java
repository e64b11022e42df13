package io.kevy.bench.large;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kevy.bench.RandomNumbers;
import io.kevy.bench.ServerPages;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.SnapshotView;
import io.kevy.store.Store;
import java.util.Arrays;

/** One long string in a store, and what is done with it, each as the command of that name does it. One thread. */
final class LargeString implements AutoCloseable {
    private static final int PART_BYTES = 1 << 20;
    private static final long DEADLINE = 4_000_000_000_000L;

    private final Store store = Store.open(ServerPages.options());
    private final RandomNumbers random = new RandomNumbers(42);
    private final Slice oneByte = Slice.of(new byte[] {'y'});
    private final Place place = new Place();
    private final Place target = new Place();
    private Slice key = Slice.of("large".getBytes(US_ASCII));
    private Slice otherKey = Slice.of("larger".getBytes(US_ASCII));
    private int database;

    LargeString(int mebibytes) {
        var part = new byte[PART_BYTES];
        Arrays.fill(part, (byte) 'x');
        var slice = Slice.of(part);
        for (int i = 0; i < mebibytes; i++) {
            store.strings().append(find(), slice);
        }
    }

    /** Where it is now. */
    Place find() {
        store.keyspace(database).find(key, place);
        return place;
    }

    /** Does it once. */
    void run(LargeOperation operation) {
        find();
        switch (operation) {
            case EXPIRE -> place.keyspace().expireAt(place, DEADLINE + random.below(1 << 20));
            case PERSIST -> place.keyspace().persist(place);
            case RENAME -> {
                store.keyspace(database).find(otherKey, target);
                place.keyspace().move(place, target);
                var oldKey = key;
                key = otherKey;
                otherKey = oldKey;
            }
            case MOVE -> {
                store.keyspace(1 - database).find(key, target);
                place.keyspace().move(place, target);
                database = 1 - database;
            }
            case SETRANGE -> store.strings()
                    .write(place, random.below(place.stringLength()), oneByte);
            case APPEND -> store.strings().append(place, oneByte);
        }
    }

    /** Makes sure that the operation will have something to do. */
    void prepare(LargeOperation operation) {
        if (operation == LargeOperation.PERSIST) {
            run(LargeOperation.EXPIRE);
        } else if (operation == LargeOperation.EXPIRE) {
            run(LargeOperation.PERSIST);
        }
    }

    SnapshotView freeze() {
        return store.freeze();
    }

    /** Lets the store do what it does a little at a time, until there is nothing left to do. */
    void rest() {
        while (store.work(LargeString::never)) {
            // It has more to do.
        }
    }

    private static boolean never() {
        return false;
    }

    @Override
    public void close() {
        store.close();
    }
}
