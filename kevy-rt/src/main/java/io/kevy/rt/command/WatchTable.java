package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The keys of one partition that transactions watch.
 *
 * <p>Empty almost always, and then costs one comparison per write. Used under the same rule as its
 * partition.
 */
public final class WatchTable {
    private final Map<Key, List<Transaction>> watchers = new HashMap<>();
    private final Place place = new Place();

    private static final class Key {
        private final int db;
        private final byte[] bytes;

        Key(int db, byte[] bytes) {
            this.db = db;
            this.bytes = bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.db == db && Arrays.equals(key.bytes, bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes) * 31 + db;
        }
    }

    /** Whether nothing is watched. */
    public boolean isEmpty() {
        return watchers.isEmpty();
    }

    /** From now on a change of the key makes {@code transaction} fail. */
    public void add(int db, byte[] key, Transaction transaction) {
        watchers.computeIfAbsent(new Key(db, key), k -> new ArrayList<>(1)).add(transaction);
    }

    /** Forgets one watch. */
    public void remove(int db, byte[] key, Transaction transaction) {
        var found = new Key(db, key);
        var list = watchers.get(found);
        if (list != null) {
            list.remove(transaction);
            if (list.isEmpty()) {
                watchers.remove(found);
            }
        }
    }

    /** The key in argument {@code arg} has changed. */
    void touch(int db, Argv argv, int arg) {
        var list = watchers.get(new Key(db, argv.copy(arg)));
        if (list != null) {
            touch(list);
        }
    }

    /** Every key of {@code effect} that its row names as written has changed. */
    void touch(Effect effect) {
        var argv = effect.argv();
        for (KeySpec keys : effect.row().keys()) {
            int first = keys.isWritten() ? keys.firstArg(argv) : KeySpec.NONE;
            int last = keys.lastArg(argv, first);
            for (int i = first; i <= last; i += keys.step()) {
                touch(effect.db(), argv, i);
            }
        }
    }

    /**
     * Database {@code db} loses all its content, or gets that of {@code other}: watched keys that
     * exist in either have changed.
     *
     * @param other equal to {@code db} when the content just goes away
     */
    public void touchDatabase(int db, Keyspace content, Keyspace other) {
        for (Map.Entry<Key, List<Transaction>> entry : watchers.entrySet()) {
            var key = Slice.of(entry.getKey().bytes);
            if (entry.getKey().db == db
                    && (content.find(key, place) || other.find(key, place))) {
                touch(entry.getValue());
            }
        }
    }

    /** Everything has changed. */
    public void touchAll() {
        for (List<Transaction> list : watchers.values()) {
            touch(list);
        }
    }

    private static void touch(List<Transaction> list) {
        for (Iterator<Transaction> each = list.iterator(); each.hasNext();) {
            each.next().touch();
        }
    }
}
