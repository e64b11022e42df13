package io.kevy.persist;

import io.kevy.store.EntryCursor;
import io.kevy.store.Keyspace;
import io.kevy.store.SnapshotView;
import io.kevy.store.ValueType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Turns a frozen store into a kevy snapshot of version 4, as many bytes at a time as the caller has
 * room for.
 *
 * <p>Values go straight from the view into the caller's array and are cut wherever it ends; of the
 * image the encoder itself holds a few bytes, and one key while that is cut. The entries of a
 * database come in the view's order, databases in ascending order. The bytes do not depend on the
 * sizes of the chunks.
 *
 * <p>Not thread-safe, but free to move from thread to thread between calls. The view stays the
 * caller's to close, after the last call.
 */
public final class SnapshotEncoder {

    private static final byte[] NOTHING = {};

    private final SnapshotView view;

    private Part part = Part.HEADER;
    private EntryCursor entry;
    private int db;
    /** The database that a reader believes it is in. */
    private int announcedDb;

    /** Numbers on their way out; they are short and may be cut like anything else. */
    private final StagedBytes staged = new StagedBytes();

    private byte[] cutKey = NOTHING;

    /** The array that was written to last, as a segment. */
    private MemorySegment memory = MemorySegment.NULL;

    private byte[] memoryOf = NOTHING;
    /** Bytes of the current key or value that are out already. */
    private int partAt;

    private enum Part {
        HEADER,
        NEXT_ENTRY,
        KEY,
        VALUE_LENGTH,
        VALUE,
        END,
        DONE
    }

    /** Starts at the beginning of the image. */
    public SnapshotEncoder(SnapshotView view) {
        if (view.databases() > SnapshotFormat.DATABASES_MAX) {
            throw new IllegalArgumentException(
                    "a snapshot has room for %d databases, not %d"
                            .formatted(SnapshotFormat.DATABASES_MAX, view.databases()));
        }
        this.view = view;
        this.entry = view.entries(0);
    }

    /**
     * Writes the next bytes of the image into {@code target}, from index {@code at} on, at most
     * {@code length} of them.
     *
     * @return how many; {@code length} unless the image ended, and 0 only when it is complete (or
     *     {@code length} is 0)
     */
    public int encode(byte[] target, int at, int length) {
        Objects.checkFromIndexSize(at, length, target.length);
        int to = at + length;
        int now = at;
        while (now < to) {
            if (!staged.isEmpty()) {
                now += staged.drain(target, now, to);
            } else if (part == Part.KEY) {
                now += encodeKey(target, now, to);
            } else if (part == Part.VALUE) {
                now += encodeValue(target, now, to);
            } else if (part == Part.DONE) {
                break;
            } else {
                part = stage();
            }
        }
        return now - at;
    }

    /** Whether the whole image has been written. */
    public boolean finished() {
        return part == Part.DONE && staged.isEmpty();
    }

    /** Stages the numbers of a part that has nothing else, and says what comes after them. */
    private Part stage() {
        return switch (part) {
            case HEADER -> {
                staged.u64(SnapshotFormat.MAGIC);
                staged.u8(SnapshotFormat.VERSION);
                yield Part.NEXT_ENTRY;
            }
            case NEXT_ENTRY -> nextEntry();
            case VALUE_LENGTH -> {
                staged.u32(entry.stringLength());
                yield Part.VALUE;
            }
            case END -> {
                staged.u8(SnapshotFormat.END);
                yield Part.DONE;
            }
            case KEY, VALUE, DONE -> throw new AssertionError(part);
        };
    }

    private Part nextEntry() {
        while (!entry.next()) {
            db++;
            if (db == view.databases()) {
                return Part.END;
            }
            entry = view.entries(db);
        }
        if (announcedDb != db) {
            announcedDb = db;
            staged.u8(SnapshotFormat.DATABASE);
            staged.u8(db);
        }
        ValueType type = entry.type();
        if (type != ValueType.STRING) {
            throw new AssertionError("no layout for a value of type " + type);
        }
        staged.u8(SnapshotFormat.opcode(type));
        long deadline = entry.deadline();
        if (deadline == Keyspace.NO_DEADLINE) {
            staged.u8(SnapshotFormat.WITHOUT_DEADLINE);
        } else {
            staged.u8(SnapshotFormat.WITH_DEADLINE);
            staged.u64(deadline);
        }
        staged.u32(entry.keyLength());
        return Part.KEY;
    }

    private int encodeKey(byte[] target, int at, int to) {
        int length = entry.keyLength();
        int size = Math.min(length - partAt, to - at);
        if (size == length) {
            entry.copyKey(target, at);
        } else {
            if (partAt == 0) {
                cutKey = new byte[length];
                entry.copyKey(cutKey, 0);
            }
            System.arraycopy(cutKey, partAt, target, at, size);
        }
        advance(size, length, Part.VALUE_LENGTH);
        return size;
    }

    private int encodeValue(byte[] target, int at, int to) {
        int length = entry.stringLength();
        int size = Math.min(length - partAt, to - at);
        entry.copyString(partAt, size, memory(target), at);
        advance(size, length, Part.NEXT_ENTRY);
        return size;
    }

    private void advance(int size, int length, Part next) {
        partAt += size;
        if (partAt == length) {
            partAt = 0;
            cutKey = NOTHING;
            part = next;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    private MemorySegment memory(byte[] array) {
        if (memoryOf != array) {
            memoryOf = array;
            memory = MemorySegment.ofArray(array);
        }
        return memory;
    }
}
