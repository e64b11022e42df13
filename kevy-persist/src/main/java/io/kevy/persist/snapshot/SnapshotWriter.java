package io.kevy.persist.snapshot;

import io.kevy.persist.EntrySink;
import io.kevy.persist.ViewWalk;
import io.kevy.store.Keyspace;
import io.kevy.store.Slice;
import io.kevy.store.SnapshotView;
import io.kevy.store.ValueType;

/**
 * Writes what it is told as a kevy snapshot of version 4: straight ahead, on a thread that may wait
 * for the {@link ChunkSink}.
 *
 * <p>Bytes go from where they lie into the chunks; nothing else of the image is held. They do not
 * depend on the sizes of the chunks. Strings only: the other types have a layout, but nothing that
 * could tell them.
 */
public final class SnapshotWriter implements EntrySink {

    private final ChunkWriter out;
    private final int databases;
    /** The database that a reader believes it is in. */
    private int announcedDb;

    private int db;

    /** Begins an image. */
    private SnapshotWriter(ChunkSink sink, int databases) {
        this.out = new ChunkWriter(sink);
        this.databases = databases;
    }

    /**
     * Writes a whole image of a view, which stays the caller's to close. Whatever the sink throws
     * comes out, and the image stays a part.
     */
    public static void write(SnapshotView view, ChunkSink sink) {
        if (view.databases() > SnapshotFormat.DATABASES_MAX) {
            throw new IllegalArgumentException(
                    "a snapshot has room for %d databases, not %d"
                            .formatted(SnapshotFormat.DATABASES_MAX, view.databases()));
        }
        var writer = new SnapshotWriter(sink, view.databases());
        writer.begin();
        ViewWalk.walk(view, writer);
        writer.end();
    }

    private void begin() {
        out.u64(SnapshotFormat.MAGIC);
        out.u8(SnapshotFormat.VERSION);
    }

    private void end() {
        out.u8(SnapshotFormat.END);
        out.flush();
    }

    @Override
    public boolean holds(ValueType type) {
        return type == ValueType.STRING;
    }

    @Override
    public int databases() {
        return databases;
    }

    @Override
    public void database(int db) {
        this.db = db;
    }

    @Override
    public void beginString(Slice key, long deadline, int length) {
        beginEntry(ValueType.STRING, key, deadline);
        out.u32(length);
    }

    @Override
    public void stringPart(Slice part) {
        out.bytes(part);
    }

    @Override
    public void endEntry() {}

    private void beginEntry(ValueType type, Slice key, long deadline) {
        if (announcedDb != db) {
            announcedDb = db;
            out.u8(SnapshotFormat.DATABASE);
            out.u8(db);
        }
        out.u8(SnapshotFormat.opcode(type));
        if (deadline == Keyspace.NO_DEADLINE) {
            out.u8(SnapshotFormat.WITHOUT_DEADLINE);
        } else {
            out.u8(SnapshotFormat.WITH_DEADLINE);
            out.u64(deadline);
        }
        out.u32(key.length());
        out.bytes(key);
    }
}
