package io.kevy.store.record;

import java.lang.foreign.MemorySegment;

/**
 * The layout of a record, which is a key with its value, in the machine's byte order:
 *
 * <pre>
 *  0  long  header
 *           bits  0-3   type of the value
 *                 4-6   form of the value
 *                 7     has a deadline
 *                 8     long key: the header has no room for its length
 *                 9-32  reserved for an access clock
 *                33-44  key length
 *                45-61  bytes of the value in the record, of an integer those of its text
 *     long  key length, of a long key
 *     long  deadline in Unix milliseconds, if there is one
 *     key bytes
 *     value: bytes; an 8-byte integer; or an anchor. What is left of the block is room to grow.
 * </pre>
 *
 * <p>An <em>anchor</em> stands for a value that is too large or too structured for one block. It is
 * the address of the value's root and a count, whose unit is the form's affair (of a string its
 * bytes), 16 bytes, and whatever else the form needs behind them. Who moves a value from one record
 * to another moves its anchor.
 *
 * <p>A record does not say which epoch it belongs to: the slot that points to it does. Everything
 * here works on a record at an offset of a page.
 */
public final class Records {

    /** The deadline of a record that has none. */
    public static final long NO_DEADLINE = -1;

    /** Bytes of a string. */
    public static final int TEXT = 0;

    /** A string that is the decimal text of a {@code long}, as that. */
    public static final int INTEGER = 1;

    /** Bytes of a string that was appended to or overwritten in part. */
    public static final int EDITED = 2;

    /** An anchor whose root is the chunks of a string, its count their bytes. */
    public static final int CHUNKED = 3;

    /** The longest string that stands in its record, in bytes. */
    public static final int INLINE_BYTES_MAX = 64 << 10;

    /** An anchor with nothing behind its count. */
    public static final int ANCHOR_BYTES = 2 * Long.BYTES;

    private static final int HEADER_BYTES = Long.BYTES;

    private static final int TYPE_MASK = 0xF;
    private static final int FORM_SHIFT = 4;
    private static final int FORM_MASK = 0x7;
    private static final int FIRST_ANCHORED_FORM = CHUNKED;
    private static final int DEADLINE = 1 << 7;
    private static final int LONG_KEY = 1 << 8;
    /** {@code (header & DEADLINE) >> this} is the size of the deadline. */
    private static final int DEADLINE_SHIFT = 4;
    /** {@code (header & LONG_KEY) >> this} is the size of the key length's own word. */
    private static final int LONG_KEY_SHIFT = 5;

    private static final int KEY_LENGTH_SHIFT = 33;
    private static final int KEY_LENGTH_BITS = 12;
    private static final int SHORT_KEY_BYTES_MAX = (1 << KEY_LENGTH_BITS) - 1;
    private static final int VALUE_BYTES_SHIFT = 45;
    private static final int VALUE_BYTES_MASK = (1 << 17) - 1;

    private Records() {}

    // Making a record

    /** Bytes of a record whose value takes so many. */
    public static long bytes(int keyLength, int valueBytes, boolean hasDeadline) {
        return HEADER_BYTES + (keyLength > SHORT_KEY_BYTES_MAX ? Long.BYTES : 0)
                + (hasDeadline ? Long.BYTES : 0) + (long) keyLength + valueBytes;
    }

    /**
     * Writes everything but the value, and returns where that goes.
     *
     * @param valueLength as in the header
     * @param deadline {@link #NO_DEADLINE} for none
     */
    public static long write(
            MemorySegment page, long at, int type, int form, int valueLength, long deadline,
            MemorySegment key, long keyFrom, int keyLength) {
        boolean isLong = keyLength > SHORT_KEY_BYTES_MAX;
        long next = at + HEADER_BYTES;
        long header = type | (long) form << FORM_SHIFT
                | (long) valueLength << VALUE_BYTES_SHIFT
                | (isLong ? LONG_KEY : (long) keyLength << KEY_LENGTH_SHIFT);
        if (isLong) {
            page.set(Words.LONG, next, keyLength);
            next += Long.BYTES;
        }
        if (deadline != NO_DEADLINE) {
            header |= DEADLINE;
            page.set(Words.LONG, next, deadline);
            next += Long.BYTES;
        }
        page.set(Words.LONG, at, header);
        MemorySegment.copy(key, keyFrom, page, next, keyLength);
        return next + keyLength;
    }

    /** Writes the value of an {@link #INTEGER} where it goes. */
    public static void writeInteger(MemorySegment page, long valueAt, long value) {
        page.set(Words.LONG, valueAt, value);
    }

    /** Writes an anchor with a root and a count where the value goes. */
    public static void writeAnchor(MemorySegment page, long valueAt, long root, long count) {
        page.set(Words.LONG, valueAt, root);
        page.set(Words.LONG, valueAt + Long.BYTES, count);
    }

    // Key

    private static long header(MemorySegment page, long at) {
        return page.get(Words.LONG, at);
    }

    public static int keyLength(MemorySegment page, long at) {
        return keyLength(page, at, header(page, at));
    }

    private static int keyLength(MemorySegment page, long at, long header) {
        return (header & LONG_KEY) == 0
                ? (int) (header >>> KEY_LENGTH_SHIFT) & SHORT_KEY_BYTES_MAX
                : (int) page.get(Words.LONG, at + HEADER_BYTES);
    }

    public static long keyAt(MemorySegment page, long at) {
        return keyAt(at, header(page, at));
    }

    private static long keyAt(long at, long header) {
        return at + HEADER_BYTES + ((header & DEADLINE) >> DEADLINE_SHIFT)
                + ((header & LONG_KEY) >> LONG_KEY_SHIFT);
    }

    public static boolean keyEquals(
            MemorySegment page, long at, MemorySegment key, long from, int length) {
        long header = header(page, at);
        return keyLength(page, at, header) == length
                && Words.equal(page, keyAt(at, header), key, from, length);
    }

    // Deadline

    public static boolean hasDeadline(MemorySegment page, long at) {
        return (header(page, at) & DEADLINE) != 0;
    }

    /** In Unix milliseconds, or {@link #NO_DEADLINE}. */
    public static long deadline(MemorySegment page, long at) {
        long header = header(page, at);
        return (header & DEADLINE) == 0
                ? NO_DEADLINE
                : page.get(Words.LONG, deadlineAt(at, header));
    }

    /** Gives another deadline to a record that has one. */
    public static void overwriteDeadline(MemorySegment page, long at, long deadline) {
        page.set(Words.LONG, deadlineAt(at, header(page, at)), deadline);
    }

    private static long deadlineAt(long at, long header) {
        return at + HEADER_BYTES + ((header & LONG_KEY) >> LONG_KEY_SHIFT);
    }

    // Value

    public static int type(MemorySegment page, long at) {
        return (int) header(page, at) & TYPE_MASK;
    }

    public static int form(MemorySegment page, long at) {
        return (int) header(page, at) >>> FORM_SHIFT & FORM_MASK;
    }

    /** Whether the value is an anchor. */
    public static boolean isAnchored(MemorySegment page, long at) {
        return form(page, at) >= FIRST_ANCHORED_FORM;
    }

    public static long valueAt(MemorySegment page, long at) {
        long header = header(page, at);
        return keyAt(at, header) + keyLength(page, at, header);
    }

    /** Bytes of the value in the record; of an integer those of its text. */
    public static int valueLength(MemorySegment page, long at) {
        return (int) (header(page, at) >>> VALUE_BYTES_SHIFT) & VALUE_BYTES_MASK;
    }

    /** Bytes of the value in the record. */
    public static int storedValueBytes(MemorySegment page, long at) {
        return form(page, at) == INTEGER ? Long.BYTES : valueLength(page, at);
    }

    /** Makes a text an edited one with a new length, for which there is room. */
    public static void edited(MemorySegment page, long at, int valueLength) {
        long kept = header(page, at)
                & ~((long) FORM_MASK << FORM_SHIFT)
                & ~((long) VALUE_BYTES_MASK << VALUE_BYTES_SHIFT);
        page.set(Words.LONG, at,
                kept | (long) EDITED << FORM_SHIFT | (long) valueLength << VALUE_BYTES_SHIFT);
    }

    /** The value of an {@link #INTEGER}. */
    public static long integer(MemorySegment page, long at) {
        return page.get(Words.LONG, valueAt(page, at));
    }

    /** The root of an anchor. */
    public static long root(MemorySegment page, long at) {
        return page.get(Words.LONG, valueAt(page, at));
    }

    /** The count of an anchor. */
    public static long count(MemorySegment page, long at) {
        return page.get(Words.LONG, valueAt(page, at) + Long.BYTES);
    }
}
