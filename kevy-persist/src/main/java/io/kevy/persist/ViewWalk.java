package io.kevy.persist;

import io.kevy.store.EntryCursor;
import io.kevy.store.Slice;
import io.kevy.store.SnapshotView;
import io.kevy.store.ValueType;

/**
 * Tells an {@link EntrySink} everything that is in a view: databases in ascending order, the
 * entries of each in the view's order, bytes where they lie.
 *
 * <p>Runs on the caller's thread until it is done, or the sink throws.
 */
public final class ViewWalk {

    private final EntrySink sink;
    private final Slice key = new Slice();
    private final Slice part = new Slice();

    private ViewWalk(EntrySink sink) {
        this.sink = sink;
    }

    /** Walks over the whole view, which stays the caller's to close. */
    public static void walk(SnapshotView view, EntrySink sink) {
        var walk = new ViewWalk(sink);
        for (int db = 0; db < view.databases(); db++) {
            if (view.size(db) > 0) {
                sink.database(db);
                walk.entries(view.entries(db));
            }
        }
    }

    private void entries(EntryCursor entry) {
        while (entry.next()) {
            var type = entry.type();
            if (type != ValueType.STRING) {
                throw new AssertionError("no events for a value of type " + type);
            }
            string(entry);
        }
    }

    private void string(EntryCursor entry) {
        int length = entry.stringLength();
        entry.key(key);
        entry.piece(0, part);
        if (part.length() == length) {
            sink.string(key, entry.deadline(), part);
            return;
        }
        sink.beginString(key, entry.deadline(), length);
        int at = 0;
        while (at < length) {
            sink.stringPart(entry.piece(at, part));
            at += part.length();
        }
        sink.endEntry();
    }
}
