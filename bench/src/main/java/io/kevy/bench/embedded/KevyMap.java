package io.kevy.bench.embedded;

import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import io.kevy.store.Strings;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** kevy-store as it is without further options, its memory from the JDK's arenas. */
abstract class KevyMap extends ByteMap {
    /** So many writes come between two calls of {@link Store#work}. */
    private static final int WRITES_PER_WORK = 64;

    private static final int PORTIONS_PER_WORK = 4;

    final Store store = Store.open();

    private final Portions portions = new Portions();
    private int writes;

    /** Lets the store do a few portions of its work, now and then; what it costs is part of what a write costs. */
    final void work() {
        if (++writes == WRITES_PER_WORK) {
            writes = 0;
            portions.left = PORTIONS_PER_WORK;
            store.work(portions);
        }
    }

    private static final class Portions implements BooleanSupplier {
        private int left;

        @Override
        public boolean getAsBoolean() {
            return left-- <= 0;
        }
    }

    @Override
    final Snapshot snapshot() {
        return new View(store);
    }

    private static final class View implements Snapshot {
        private final io.kevy.store.SnapshotView view;

        private View(Store store) {
            view = store.freeze();
        }

        @Override
        public void walk(Visitor visitor) {
            var key = new byte[16];
            var value = new byte[VALUE_BYTES];
            var target = MemorySegment.ofArray(value);
            var entries = view.entries(0);
            while (entries.next()) {
                entries.copyKey(key, 0);
                entries.copyString(0, VALUE_BYTES, target, 0);
                visitor.entry(key, value);
            }
        }

        @Override
        public void close() {
            view.close();
        }
    }

    @Override
    public final void close() {
        store.close();
    }

    /** Through slices and places, which allocates nothing. */
    static final class Slices extends KevyMap {
        private final Keyspace keyspace = store.keyspace(0);
        private final Place place = new Place();
        private final Slice keySlice = Slice.of(key.bytes());
        private final Slice valueSlice = Slice.of(value);

        @Override
        void put() {
            keyspace.find(keySlice, place);
            store.strings().set(place, valueSlice, Keyspace.NO_DEADLINE);
            work();
        }

        @Override
        boolean get() {
            if (!keyspace.find(keySlice, place)) {
                return false;
            }
            place.copyString(0, VALUE_BYTES, valueSlice.memory(), 0);
            return true;
        }
    }

    /** Through whole arrays. */
    static final class Arrays extends KevyMap {
        private final Strings strings = new Strings(store.keyspace(0));

        @Override
        void put() {
            strings.set(key.bytes(), value);
            work();
        }

        @Override
        boolean get() {
            byte[] found = strings.get(key.bytes(), 0);
            if (found == null) {
                return false;
            }
            System.arraycopy(found, 0, value, 0, VALUE_BYTES);
            return true;
        }
    }
}
