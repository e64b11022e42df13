package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * The layout of a record, in the machine's byte order:
 *
 * <pre>
 *  0  int   epoch the record was born in
 *  4  int   bits 0-3 type, 4 integer value, 5 value was appended to or overwritten in part,
 *           6 has a deadline, 8-31 reserved for an access clock
 *  8  int   key length
 * 12  int   value length as text, also of an integer
 * 16  long  deadline in Unix milliseconds, if there is one
 *     key bytes
 *     value bytes, or an 8-byte integer; what is left of the slot is room to grow
 * </pre>
 */
final class Records {

    /** The longest value in bytes: what a Java array can take. */
    static final int VALUE_BYTES_MAX = Integer.MAX_VALUE - 8;

    private static final int META = 4;
    private static final int KEY_LENGTH = 8;
    private static final int VALUE_LENGTH = 12;
    private static final int HEADER_BYTES = 16;

    private static final int TYPE_MASK = 0xF;
    static final int INTEGER = 1 << 4;
    static final int EDITED = 1 << 5;
    private static final int HAS_DEADLINE = 1 << 6;
    /** {@code (meta & HAS_DEADLINE) >> this} is the size of the deadline. */
    private static final int DEADLINE_SHIFT = 3;

    private Records() {}

    static long bytes(int keyLength, long valueBytes, boolean hasDeadline) {
        return HEADER_BYTES + (hasDeadline ? Long.BYTES : 0) + (long) keyLength + valueBytes;
    }

    /** Flags are a type's code, {@link #INTEGER} and {@link #EDITED}. */
    static void writeHeader(
            MemorySegment page, long at, int epoch, int flags, int keyLength, int valueLength,
            long deadline) {
        boolean hasDeadline = deadline != Keyspace.NO_DEADLINE;
        page.set(Words.INT, at, epoch);
        page.set(Words.INT, at + META, flags | (hasDeadline ? HAS_DEADLINE : 0));
        page.set(Words.INT, at + KEY_LENGTH, keyLength);
        page.set(Words.INT, at + VALUE_LENGTH, valueLength);
        if (hasDeadline) {
            page.set(Words.LONG, at + HEADER_BYTES, deadline);
        }
    }

    static int epoch(MemorySegment page, long at) {
        return page.get(Words.INT, at);
    }

    private static int meta(MemorySegment page, long at) {
        return page.get(Words.INT, at + META);
    }

    private static int keyStart(int meta) {
        return HEADER_BYTES + ((meta & HAS_DEADLINE) >> DEADLINE_SHIFT);
    }

    /** The type's code, {@link #INTEGER} and {@link #EDITED}. */
    static int flags(MemorySegment page, long at) {
        return meta(page, at) & (TYPE_MASK | INTEGER | EDITED);
    }

    static int typeCode(MemorySegment page, long at) {
        return meta(page, at) & TYPE_MASK;
    }

    static ValueType type(MemorySegment page, long at) {
        return ValueType.of(typeCode(page, at));
    }

    static boolean isInteger(MemorySegment page, long at) {
        return (meta(page, at) & INTEGER) != 0;
    }

    static boolean isEdited(MemorySegment page, long at) {
        return (meta(page, at) & EDITED) != 0;
    }

    static boolean hasDeadline(MemorySegment page, long at) {
        return (meta(page, at) & HAS_DEADLINE) != 0;
    }

    static long deadline(MemorySegment page, long at) {
        return hasDeadline(page, at)
                ? page.get(Words.LONG, at + HEADER_BYTES)
                : Keyspace.NO_DEADLINE;
    }

    /** Changes the deadline of a record that has one. */
    static void overwriteDeadline(MemorySegment page, long at, long deadline) {
        page.set(Words.LONG, at + HEADER_BYTES, deadline);
    }

    static int keyLength(MemorySegment page, long at) {
        return page.get(Words.INT, at + KEY_LENGTH);
    }

    static long keyAt(MemorySegment page, long at) {
        return at + keyStart(meta(page, at));
    }

    static long valueAt(MemorySegment page, long at) {
        return keyAt(page, at) + keyLength(page, at);
    }

    /** Length of the value as text. */
    static int valueLength(MemorySegment page, long at) {
        return page.get(Words.INT, at + VALUE_LENGTH);
    }

    /** Marks the value as edited and gives it a new length. */
    static void editedLength(MemorySegment page, long at, int valueLength) {
        page.set(Words.INT, at + META, meta(page, at) | EDITED);
        page.set(Words.INT, at + VALUE_LENGTH, valueLength);
    }

    /** Bytes the value takes in the record. */
    static int storedValueBytes(MemorySegment page, long at) {
        return isInteger(page, at) ? Long.BYTES : valueLength(page, at);
    }

    static long integer(MemorySegment page, long at) {
        return page.get(Words.LONG, valueAt(page, at));
    }

    static void copyKey(MemorySegment page, long at, byte[] target, int to) {
        MemorySegment.copy(page, Words.BYTE, keyAt(page, at), target, to, keyLength(page, at));
    }

    /** Copies a part of the value as text. */
    static void copyText(MemorySegment page, long at, int from, byte[] target, int to, int length) {
        int textLength = valueLength(page, at);
        if (from < 0 || length < 0 || from > textLength - length) {
            throw new IndexOutOfBoundsException(
                    "bytes " + from + " to " + ((long) from + length) + " of " + textLength);
        }
        if (!isInteger(page, at)) {
            MemorySegment.copy(page, Words.BYTE, valueAt(page, at) + from, target, to, length);
        } else if (length == textLength) {
            DecimalText.write(integer(page, at), length, target, to);
        } else {
            long value = integer(page, at);
            for (int i = 0; i < length; i++) {
                target[to + i] = DecimalText.byteAt(value, textLength, from + i);
            }
        }
    }

    static boolean keyEquals(MemorySegment page, long at, byte[] key, int from, int length) {
        if (keyLength(page, at) != length) {
            return false;
        }
        long keyAt = keyAt(page, at);
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (page.get(Words.LONG, keyAt + i) != (long) Words.LONG_IN_ARRAY.get(key, from + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (page.get(Words.BYTE, keyAt + i) != key[from + i]) {
                return false;
            }
        }
        return true;
    }
}
