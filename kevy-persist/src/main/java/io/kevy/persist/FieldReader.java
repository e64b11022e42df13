package io.kevy.persist;

import io.kevy.persist.Field.Shape;

/**
 * Reads one {@link Field} after the other from chunks that may be cut anywhere.
 *
 * <p>Between two chunks it holds the part of a field that has arrived; the chunk itself is the
 * caller's again.
 */
final class FieldReader {

    private static final byte[] NO_CHUNK = {};

    /** The bytes of the last field of their shape. */
    final ByteSlice key = new ByteSlice();

    final ByteSlice name = new ByteSlice();
    final ByteSlice value = new ByteSlice();

    private final SnapshotLimits limits;

    private byte[] chunk = NO_CHUNK;
    private int at;
    private int end;
    /** What to add to an index in the chunk to get a position in the image. */
    private long chunkPosition;

    private Field field = Field.NOTHING;
    private long fieldPosition;
    private long number;
    private long idMs;
    private long idSeq;
    private int numberBytes;
    /** Bytes gathered so far of a field that has its length and waits for more of its bytes. */
    private int arrived;

    FieldReader(SnapshotLimits limits) {
        this.limits = limits;
    }

    void open(byte[] source, int offset, int length) {
        chunkPosition = position() - offset;
        chunk = source;
        at = offset;
        end = offset + length;
    }

    /** Gives the chunk back. */
    void close() {
        key.detach();
        name.detach();
        value.detach();
        chunkPosition = position();
        chunk = NO_CHUNK;
        at = 0;
        end = 0;
    }

    /** Bytes of the image that have been read. */
    long position() {
        return chunkPosition + at;
    }

    /** Where the field that is being read, or was read last, starts. */
    long fieldPosition() {
        return fieldPosition;
    }

    int remaining() {
        return end - at;
    }

    /** The last number read; the length where the field is bytes. */
    long number() {
        return number;
    }

    /** The last number read, where it is a {@link Shape#COUNT}. */
    int count() {
        return (int) number;
    }

    /** The milliseconds of the last ID read. */
    long idMs() {
        return idMs;
    }

    /** The sequence number of the last ID read. */
    long idSeq() {
        return idSeq;
    }

    /** Names the field that {@link #read} works on from now on; an opcode ends all use of bytes. */
    void expect(Field next) {
        field = next;
        fieldPosition = position();
        number = 0;
        numberBytes = 0;
        arrived = 0;
        if (next == Field.OPCODE) {
            key.clear();
            name.clear();
            value.clear();
        }
    }

    /** Reads the expected field; false when the chunk ends before it does. */
    boolean read() throws SnapshotFormatException {
        Shape shape = field.shape;
        if (numberBytes < shape.width) {
            if (!readNumber(shape)) {
                return false;
            }
            if (shape == Shape.ID) {
                idSeq = number;
            }
            check(shape);
        }
        return !shape.isBytes() || readBytes(slice(shape), (int) number);
    }

    /** Says that the image ended before the expected field did. */
    SnapshotFormatException truncated() {
        String where = position() == fieldPosition ? "before" : "inside";
        int width = field.shape.width;
        long missing = numberBytes < width ? width - numberBytes : number - arrived;
        return new SnapshotFormatException(
                position(),
                "the image ends %s the %s, at least %d bytes short"
                        .formatted(where, field.description, missing));
    }

    /** Says what is wrong with the field read last. */
    SnapshotFormatException refused(String reason) {
        return new SnapshotFormatException(fieldPosition, reason);
    }

    private boolean readNumber(Shape shape) {
        if (numberBytes > 0 || remaining() < shape.width) {
            return gatherNumber(shape.width);
        }
        switch (shape) {
            case U8 -> number = chunk[at] & 0xffL;
            case U32, COUNT, KEY, NAME, VALUE ->
                number = LittleEndian.u32(chunk, at) & 0xffff_ffffL;
            case U64 -> number = LittleEndian.u64(chunk, at);
            case ID -> {
                idMs = LittleEndian.u64(chunk, at);
                number = LittleEndian.u64(chunk, at + Long.BYTES);
            }
        }
        numberBytes = shape.width;
        at += shape.width;
        return true;
    }

    /** Byte by byte, for a number that is cut. */
    private boolean gatherNumber(int width) {
        while (numberBytes < width) {
            if (at == end) {
                return false;
            }
            if (numberBytes == Long.BYTES) {
                idMs = number;
                number = 0;
            }
            number |= (chunk[at++] & 0xffL) << (8 * (numberBytes++ % Long.BYTES));
        }
        return true;
    }

    private boolean readBytes(ByteSlice slice, int length) {
        int available = Math.min(length - arrived, remaining());
        if (available == length) {
            slice.view(chunk, at, length);
            at += length;
            return true;
        }
        if (arrived == 0) {
            slice.clear();
        }
        slice.gather(chunk, at, available, length);
        at += available;
        arrived += available;
        return arrived == length;
    }

    private void check(Shape shape) throws SnapshotFormatException {
        long max =
                switch (shape) {
                    case U8, U32, U64, ID -> Long.MAX_VALUE;
                    case COUNT -> limits.elementsMax();
                    case KEY -> limits.keyBytesMax();
                    case NAME, VALUE -> limits.valueBytesMax();
                };
        if (number > max) {
            String subject = shape == Shape.COUNT ? "" : "length of the ";
            throw refused(
                    "%s%s is %d, more than %d".formatted(subject, field.description, number, max));
        }
    }

    private ByteSlice slice(Shape shape) {
        return switch (shape) {
            case KEY -> key;
            case NAME -> name;
            case VALUE -> value;
            case U8, U32, U64, ID, COUNT -> throw new AssertionError(field);
        };
    }
}
