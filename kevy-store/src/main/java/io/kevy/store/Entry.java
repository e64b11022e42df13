package io.kevy.store;

import io.kevy.store.memory.PageMap;
import io.kevy.store.record.DecimalText;
import io.kevy.store.record.Records;
import io.kevy.store.record.Words;
import io.kevy.store.tree.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key and what it holds, for reading: where a {@link Place} is, where an {@link EntryCursor}
 * stands, or what an {@link EntryVisitor} is shown.
 *
 * <p>The methods that tell about a string are for entries whose {@link #type} is one. An entry that
 * is not there has nothing to tell: asking it throws {@link IndexOutOfBoundsException}.
 */
public abstract sealed class Entry permits Place, EntryCursor, VisitedEntry {

    /** The text of an integer, while a slice is over it. */
    private @Nullable MemorySegment text;

    Entry() {}

    /** Address of the record, 0 when there is none. */
    abstract long record();

    abstract PageMap pages();

    /** A cursor for long strings over {@link #pages}, used within one call. */
    abstract Pieces pieces();

    private MemorySegment page(long record) {
        return pages().page(record);
    }

    /** The type of the value. */
    public final ValueType type() {
        long record = record();
        return ValueType.of(Records.type(page(record), PageMap.offset(record)));
    }

    /** When the key expires, in Unix milliseconds, or {@link Keyspace#NO_DEADLINE}. */
    public final long deadline() {
        long record = record();
        return Records.deadline(page(record), PageMap.offset(record));
    }

    /**
     * Whether the deadline lies before now; at its very millisecond a key is still alive, as in
     * Redis.
     */
    public final boolean isExpired(long nowMillis) {
        long deadline = deadline();
        return deadline != Keyspace.NO_DEADLINE && deadline < nowMillis;
    }

    // Key

    /** Length of the key in bytes. */
    public final int keyLength() {
        long record = record();
        return Records.keyLength(page(record), PageMap.offset(record));
    }

    /** Points the slice at the key. */
    public final Slice key(Slice target) {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        return target.over(page, Records.keyAt(page, at), Records.keyLength(page, at));
    }

    /** Copies the whole key. */
    public final void copyKey(byte[] target, int to) {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        MemorySegment.copy(page, Words.BYTE, Records.keyAt(page, at), target, to,
                Records.keyLength(page, at));
    }

    // String

    /** Length of a string in bytes, of an integer that of its decimal text. */
    public final int stringLength() {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        return Records.form(page, at) == Records.CHUNKED
                ? (int) Records.count(page, at)
                : Records.valueLength(page, at);
    }

    /**
     * Points the slice at the longest piece of a string that begins at a byte and lies in one
     * place. A string of up to 64 KiB is one piece; that of an integer is readable until the next
     * call.
     *
     * @throws IndexOutOfBoundsException when the string has no such byte and {@code from} is not
     *     its end either, which has an empty piece
     */
    public final Slice piece(int from, Slice target) {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        int form = Records.form(page, at);
        if (form == Records.CHUNKED) {
            Objects.checkIndex(from, (int) Records.count(page, at) + 1);
            var pieces = pieces();
            return pieces.seek(Records.root(page, at), from)
                    ? target.over(pieces.memory(), pieces.offset(), pieces.length())
                    : target.over(text(), 0, 0);
        }
        int length = Records.valueLength(page, at);
        Objects.checkIndex(from, length + 1);
        if (form == Records.INTEGER) {
            var text = text();
            DecimalText.write(Records.integer(page, at), length, text, 0);
            return target.over(text, from, length - from);
        }
        return target.over(page, Records.valueAt(page, at) + from, length - from);
    }

    /**
     * Copies bytes {@code from} to {@code from + length} of a string.
     *
     * @throws IndexOutOfBoundsException when the string has no such bytes or the target no room for
     *     them
     */
    public final void copyString(int from, int length, MemorySegment target, long to) {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        int form = Records.form(page, at);
        if (form == Records.CHUNKED) {
            Objects.checkFromIndexSize(from, length, (int) Records.count(page, at));
            copyChunks(Records.root(page, at), from, length, target, to);
            return;
        }
        int textLength = Records.valueLength(page, at);
        Objects.checkFromIndexSize(from, length, textLength);
        if (form == Records.INTEGER) {
            var text = text();
            DecimalText.write(Records.integer(page, at), textLength, text, 0);
            MemorySegment.copy(text, from, target, to, length);
        } else {
            MemorySegment.copy(page, Records.valueAt(page, at) + from, target, to, length);
        }
    }

    private MemorySegment text() {
        var made = text;
        if (made == null) {
            made = MemorySegment.ofArray(new byte[DecimalText.BYTES_MAX]);
            text = made;
        }
        return made;
    }

    private void copyChunks(long root, int from, int length, MemorySegment target, long to) {
        var pieces = pieces();
        long at = to;
        int left = length;
        for (boolean more = pieces.seek(root, from); left > 0 && more; more = pieces.next()) {
            int part = Math.min(left, pieces.length());
            MemorySegment.copy(pieces.memory(), pieces.offset(), target, at, part);
            at += part;
            left -= part;
        }
    }

    /** The bytes of a string in a new array. */
    public final byte[] string() {
        var bytes = new byte[stringLength()];
        copyString(0, bytes.length, MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /** Whether a string is the decimal text of a {@code long}, as {@code INCR} wants it. */
    public final boolean isInteger() {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        return switch (Records.form(page, at)) {
            case Records.INTEGER -> true;
            case Records.CHUNKED -> false;
            default -> DecimalText.isLong(
                    page, Records.valueAt(page, at), Records.valueLength(page, at));
        };
    }

    /** The value of a string that {@link #isInteger}. */
    public final long integer() {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        return Records.form(page, at) == Records.INTEGER
                ? Records.integer(page, at)
                : DecimalText.parse(page, Records.valueAt(page, at), Records.valueLength(page, at));
    }

    /** How Redis would hold the string. */
    public final Encoding encoding() {
        long record = record();
        var page = page(record);
        long at = PageMap.offset(record);
        return switch (Records.form(page, at)) {
            case Records.INTEGER -> Encoding.INT;
            case Records.TEXT -> Records.valueLength(page, at) <= Encoding.EMBSTR_BYTES_MAX
                    ? Encoding.EMBSTR
                    : Encoding.RAW;
            default -> Encoding.RAW;
        };
    }
}
