package io.kevy.persist.snapshot;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.snapshot.Field.Shape;
import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;

/**
 * Reads one {@link Field} after the other from chunks that may be cut anywhere.
 *
 * <p>Between two chunks it holds the part of a field that has arrived; the chunk itself is the
 * caller's again.
 */
final class FieldReader {

    /** A string value beyond this is read in parts. */
    static final int WHOLE_BYTES_MAX = GatheredBytes.HEAP_BYTES_MAX;

    /** The bytes of the last field of their shape. */
    private final GatheredBytes key = new GatheredBytes();

    private final GatheredBytes name = new GatheredBytes();
    private final GatheredBytes value = new GatheredBytes();

    private final EntryLimits limits;

    private MemorySegment chunk = MemorySegment.NULL;
    private long at;
    private long end;
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

    FieldReader(EntryLimits limits) {
        this.limits = limits;
    }

    void open(MemorySegment source, long offset, long length) {
        chunkPosition = position() - offset;
        chunk = source;
        at = offset;
        end = offset + length;
    }

    /** Gives the chunk back. */
    void close() {
        key.detach();
        name.detach();
        if (field == Field.STRING_PART) {
            value.clear();
        } else {
            value.detach();
        }
        chunkPosition = position();
        chunk = MemorySegment.NULL;
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

    long remaining() {
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

    /** The bytes of the last key, which are there until the next opcode. */
    Slice key() {
        return key.slice;
    }

    Slice name() {
        return name.slice;
    }

    /** The bytes of the last value, or the last part of one. */
    Slice value() {
        return value.slice;
    }

    /** Whether the string whose length has been read comes in parts. */
    boolean isLong() {
        return number > WHOLE_BYTES_MAX;
    }

    /** Whether all bytes of the field have been read. */
    boolean isComplete() {
        return arrived == number;
    }

    /** Names the field that {@link #read} works on from now on; an opcode ends all use of bytes. */
    void expect(Field next) {
        field = next;
        if (next == Field.STRING_PART) {
            return;
        }
        fieldPosition = position();
        number = 0;
        numberBytes = 0;
        arrived = 0;
        if (next == Field.OPCODE) {
            clear();
        }
    }

    /** Gives back whatever memory the bytes read so far are in. */
    void clear() {
        key.clear();
        name.clear();
        value.clear();
    }

    /** Reads the expected field; false when the chunk ends before it does. */
    boolean read() throws FormatException {
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
        return switch (shape) {
            case U8, U32, U64, ID, COUNT -> true;
            case KEY -> readBytes(key, (int) number);
            case NAME -> readBytes(name, (int) number);
            case VALUE -> readBytes(value, (int) number);
            case STRING -> isLong() || readBytes(value, (int) number);
            case PART -> readPart();
        };
    }

    /** Says that the image ended before the expected field did. */
    FormatException truncated() {
        String where = position() == fieldPosition ? "before" : "inside";
        int width = field.shape.width;
        long missing = numberBytes < width ? width - numberBytes : number - arrived;
        return new FormatException(
                position(),
                "the image ends %s the %s, at least %d bytes short"
                        .formatted(where, field.description, missing));
    }

    /** Says what is wrong with the field read last. */
    FormatException refused(String reason) {
        return new FormatException(fieldPosition, reason);
    }

    private boolean readNumber(Shape shape) {
        if (numberBytes > 0 || remaining() < shape.width) {
            return gatherNumber(shape.width);
        }
        switch (shape) {
            case U8 -> number = LittleEndian.u8(chunk, at);
            case U32, COUNT, KEY, NAME, VALUE, STRING, PART ->
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
            number |= (long) LittleEndian.u8(chunk, at++) << (8 * (numberBytes++ % Long.BYTES));
        }
        return true;
    }

    private boolean readBytes(GatheredBytes bytes, int length) {
        int available = (int) Math.min(length - arrived, remaining());
        if (available == length) {
            bytes.view(chunk, at, length);
            at += length;
            return true;
        }
        if (arrived == 0) {
            bytes.clear();
        }
        bytes.gather(chunk, at, available, length);
        at += available;
        arrived += available;
        return arrived == length;
    }

    private boolean readPart() {
        int size = (int) Math.min(number - arrived, remaining());
        value.view(chunk, at, size);
        at += size;
        arrived += size;
        return size > 0;
    }

    private void check(Shape shape) throws FormatException {
        long max =
                switch (shape) {
                    case U8, U32, U64, ID -> Long.MAX_VALUE;
                    case COUNT -> limits.elementsMax();
                    case KEY -> limits.keyBytesMax();
                    case NAME, VALUE, STRING, PART -> limits.valueBytesMax();
                };
        if (number > max) {
            String subject = shape == Shape.COUNT ? "" : "length of the ";
            throw refused(
                    "%s%s is %d, more than %d".formatted(subject, field.description, number, max));
        }
    }
}
