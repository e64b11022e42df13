package io.kevy.store;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import io.kevy.store.record.DecimalText;
import io.kevy.store.record.Records;
import io.kevy.store.tree.ChunkedBytes;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Writes strings at places of the keyspaces of one store; {@link Entry} reads them.
 *
 * <p>A string stands in its record up to 64 KiB, and in chunks of 8 KiB beyond: then a write costs
 * what it writes, whatever the string is long. One that is the decimal text of a {@code long} is
 * kept as that.
 *
 * <p>Neither key nor value may lie in the store that is written to. Used by the store's thread
 * only. A change that finds no memory throws {@link OutOfMemoryError} and leaves the string as it
 * was.
 */
public final class StringValues {
    /** The longest string in bytes. */
    public static final int LENGTH_MAX = ChunkedBytes.LENGTH_MAX;

    private static final int STRING = ValueType.STRING.code();

    /** Room given to a string that grows in its record, as a part of its length. */
    private static final int GROWTH_SHIFT = 2;

    private final Values values;

    StringValues(Values values) {
        this.values = values;
    }

    // Whole values

    /** Gives the key this string and this deadline in place of whatever it had. */
    public void set(Place place, Slice value, long deadline) {
        int length = value.length();
        if (DecimalText.isLong(value.memory(), value.offset(), length)) {
            long integer = DecimalText.parse(value.memory(), value.offset(), length);
            setInteger(place, integer, deadline);
            return;
        }
        values.beforeChange();
        if (length > Records.INLINE_BYTES_MAX) {
            setChunks(place, chunks(value), length, deadline);
            return;
        }
        long old = place.record();
        boolean had = old != 0 && values.hasDeadline(old);
        long record = room(place, length, deadline);
        long valueAt = write(record, place, Records.TEXT, length, deadline);
        value.copyTo(values.page(record), valueAt);
        put(place, old, record, had, deadline);
    }

    /** Gives the key an integer as its string, and this deadline, in place of whatever it had. */
    public void setInteger(Place place, long value, long deadline) {
        values.beforeChange();
        long old = place.record();
        boolean had = old != 0 && values.hasDeadline(old);
        long record = room(place, Long.BYTES, deadline);
        int length = DecimalText.length(value);
        long valueAt = write(record, place, Records.INTEGER, length, deadline);
        Records.writeInteger(values.page(record), valueAt, value);
        put(place, old, record, had, deadline);
    }

    /**
     * Gives the key a value that was received, and this deadline, in place of whatever it had; for
     * a long one in no time. The incoming value is empty afterwards.
     */
    public void set(Place place, IncomingValue value, long deadline) {
        int length = value.length();
        if (length <= DecimalText.BYTES_MAX) {
            set(place, value.piece(0, new Slice()), deadline);
            value.abandon();
        } else if (length <= Records.INLINE_BYTES_MAX) {
            values.beforeChange();
            long record = newRecord(place, length, deadline);
            long valueAt = write(record, place, Records.TEXT, length, deadline);
            value.copyTo(values.page(record), valueAt);
            place.keyspace().replaceValue(place, record, deadline);
            value.abandon();
        } else {
            values.beforeChange();
            setChunks(place, value.take(values), length, deadline);
        }
    }

    private long chunks(Slice value) {
        return values.chunks.append(0, value.memory(), value.offset(), value.length());
    }

    /** Puts a string in chunks, which are freed if there is no room. */
    private void setChunks(Place place, long root, int length, long deadline) {
        try {
            long record = newRecord(place, Records.ANCHOR_BYTES, deadline);
            long valueAt =
                    write(record, place, Records.CHUNKED, Records.ANCHOR_BYTES, deadline);
            Records.writeAnchor(values.page(record), valueAt, root, length);
            place.keyspace().replaceValue(place, record, deadline);
        } catch (Throwable e) {
            values.freeChunks(root);
            throw e;
        }
        values.countAnchored();
    }

    /**
     * A lease of a string of more than 64 KiB, so that it can be sent from where it lies. Null when
     * it is to be copied: because it is short, because an older state of it is leased, or because
     * too many strings are.
     */
    public @Nullable ValueLease lease(Place place) {
        long root = values.root(place.record());
        return root == 0 ? null : values.leases.lease(root, place.stringLength());
    }

    /** Number of strings that are leased. */
    public int leased() {
        return values.leases.size();
    }

    // Parts

    /**
     * Appends to a string, which an absent key has empty; keeps the deadline. Returns the new
     * length.
     *
     * @throws IllegalArgumentException when the string would be longer than {@link #LENGTH_MAX}
     */
    public int append(Place place, Slice value) {
        if (!place.exists()) {
            set(place, value, Keyspace.NO_DEADLINE);
            return value.length();
        }
        return edit(place, place.stringLength(), value);
    }

    /**
     * Writes over a part of a string, filling a gap before it with zeros; an absent key has an
     * empty string; keeps the deadline. Returns the new length. Writing no bytes changes nothing.
     *
     * @throws IllegalArgumentException when the string would be longer than {@link #LENGTH_MAX}
     */
    public int write(Place place, int at, Slice value) {
        if (at < 0) {
            throw new IllegalArgumentException("position " + at);
        }
        if (place.exists()) {
            return edit(place, at, value);
        }
        if (value.length() == 0) {
            return 0;
        }
        int total = total(at, value.length());
        values.beforeChange();
        if (total > Records.INLINE_BYTES_MAX) {
            long root = values.chunks.write(
                    0, at, value.memory(), value.offset(), value.length());
            setChunks(place, root, total, Keyspace.NO_DEADLINE);
            return total;
        }
        long record = newRecord(place, total, Keyspace.NO_DEADLINE);
        long valueAt = write(record, place, Records.EDITED, total, Keyspace.NO_DEADLINE);
        var page = values.page(record);
        page.asSlice(valueAt, at).fill((byte) 0);
        value.copyTo(page, valueAt + at);
        place.keyspace().replaceValue(place, record, Keyspace.NO_DEADLINE);
        return total;
    }

    private int edit(Place place, int at, Slice value) {
        int oldLength = place.stringLength();
        if (value.length() == 0) {
            return oldLength;
        }
        int total = Math.max(oldLength, total(at, value.length()));
        values.beforeChange();
        long record = place.record();
        if (Records.form(values.page(record), PageMap.offset(record)) == Records.CHUNKED) {
            editChunks(place, at, value, total);
        } else if (total > Records.INLINE_BYTES_MAX) {
            moveToChunks(place, at, value, total);
        } else {
            editInline(place, at, value, oldLength, total);
        }
        return total;
    }

    private static int total(int at, int length) {
        long total = (long) at + length;
        if (total > LENGTH_MAX) {
            throw new IllegalArgumentException("a string of " + total + " bytes is too long");
        }
        return (int) total;
    }

    private void editChunks(Place place, int at, Slice value, int total) {
        place.keyspace().makeChangeable(place);
        long record = place.record();
        long root = values.root(record);
        var leased = values.leases.find(root);
        if (leased != null) {
            values.leases.begin(leased);
        }
        try {
            root = values.chunks.write(
                    root, at, value.memory(), value.offset(), value.length());
        } finally {
            if (leased != null) {
                values.leases.end(leased, root);
            }
        }
        values.anchor(record, root, total);
    }

    /** A string becomes too long for its record by a write that reaches beyond its end. */
    private void moveToChunks(Place place, int at, Slice value, int total) {
        var chunks = values.chunks;
        var old = place.piece(0, new Slice());
        long root = chunks.append(0, old.memory(), old.offset(), old.length());
        try {
            root = chunks.write(root, at, value.memory(), value.offset(), value.length());
        } catch (Throwable e) {
            values.freeChunks(root);
            throw e;
        }
        setChunks(place, root, total, place.deadline());
    }

    private void editInline(Place place, int at, Slice value, int oldLength, int total) {
        long record = place.record();
        var page = values.page(record);
        long offset = PageMap.offset(record);
        long deadline = Records.deadline(page, offset);
        long bytes = Records.bytes(
                Records.keyLength(page, offset), total, deadline != Keyspace.NO_DEADLINE);
        boolean inPlace = Records.form(page, offset) != Records.INTEGER
                && bytes <= values.memory.capacity(record)
                && place.keyspace().isChangeable(place);
        if (!inPlace) {
            record = copyAsText(place, total > oldLength ? total + (total >> GROWTH_SHIFT) : total);
            page = values.page(record);
            offset = PageMap.offset(record);
        }
        long valueAt = Records.valueAt(page, offset);
        if (at > oldLength) {
            page.asSlice(valueAt + oldLength, at - oldLength).fill((byte) 0);
        }
        value.copyTo(page, valueAt + at);
        Records.edited(page, offset, total);
        if (!inPlace) {
            place.keyspace().replaceValue(place, record, deadline);
        }
    }

    /** A new record with the same key, the value as text, and room for so many bytes of it. */
    private long copyAsText(Place place, int valueBytes) {
        long source = place.record();
        var page = values.page(source);
        long at = PageMap.offset(source);
        long deadline = Records.deadline(page, at);
        int length = Records.valueLength(page, at);
        long record = newRecord(place, valueBytes, deadline);
        long valueAt = write(record, place, Records.EDITED, length, deadline);
        if (Records.form(page, at) == Records.INTEGER) {
            DecimalText.write(Records.integer(page, at), length, values.page(record), valueAt);
        } else {
            MemorySegment.copy(
                    page, Records.valueAt(page, at), values.page(record), valueAt, length);
        }
        return record;
    }

    // Records

    /** The old record, when a new content can be written over it, or a new one. */
    private long room(Place place, int valueBytes, long deadline) {
        long old = place.record();
        long bytes = Records.bytes(
                place.key.length(), valueBytes, deadline != Keyspace.NO_DEADLINE);
        boolean writesOver = old != 0
                && values.memory.capacity(old) == Memory.rounded(bytes)
                && values.root(old) == 0
                && place.keyspace().isChangeable(place);
        return writesOver ? old : values.memory.allocateRecord(bytes);
    }

    private long newRecord(Place place, int valueBytes, long deadline) {
        return values.memory.allocateRecord(Records.bytes(
                place.key.length(), valueBytes, deadline != Keyspace.NO_DEADLINE));
    }

    private long write(long record, Place place, int form, int length, long deadline) {
        var key = place.key;
        return Records.write(values.page(record), PageMap.offset(record), STRING, form, length,
                deadline, key.memory(), key.offset(), key.length());
    }

    private static void put(Place place, long old, long record, boolean had, long deadline) {
        if (old == record) {
            place.keyspace().wroteOver(place, had, deadline);
        } else {
            place.keyspace().replaceValue(place, record, deadline);
        }
    }
}
