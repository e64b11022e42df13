package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one request as slices of one array, nothing copied; reused from request to
 * request.
 *
 * <p>{@link #offset} and {@link #length} are in bytes of {@link #bytes()}. The slices are valid
 * until that array changes: copy what must outlive the request. Not safe for use by several
 * threads.
 */
public final class Argv {
    private static final byte[] NO_BYTES = {};
    private static final int ARGUMENTS_AT_FIRST = 8;

    /** A request of more arguments than this does not leave its big array behind. */
    private static final int ARGUMENTS_KEPT_MAX = 16 << 10;

    private byte[] bytes = NO_BYTES;

    /** {@link #memoryOf} as a segment, made when asked for. */
    private @Nullable MemorySegment memory;

    private byte[] memoryOf = NO_BYTES;

    /** Offset of argument i at 2i, its length at 2i + 1. */
    private int[] slices = new int[2 * ARGUMENTS_AT_FIRST];

    private int count;

    /** The parser whose request, complete or not, stands here. */
    private @Nullable RequestParser filler;

    public Argv() {}

    /** The array that the slices are of. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The memory that argument {@code i} stands in, from {@link #offset} on.
     */
    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    public MemorySegment memory(int i) {
        Objects.checkIndex(i, count);
        var known = memory;
        if (known == null || memoryOf != bytes) {
            known = MemorySegment.ofArray(bytes);
            memory = known;
            memoryOf = bytes;
        }
        return known;
    }

    public int count() {
        return count;
    }

    /** Where argument {@code i} begins in {@link #bytes()}. */
    public int offset(int i) {
        return slices[2 * Objects.checkIndex(i, count)];
    }

    /** Bytes of argument {@code i}. */
    public int length(int i) {
        return slices[2 * Objects.checkIndex(i, count) + 1];
    }

    /** No arguments, of this array. */
    public void clear(byte[] bytes) {
        this.bytes = bytes;
        count = 0;
        filler = null;
        if (slices.length > 2 * ARGUMENTS_KEPT_MAX) {
            slices = new int[2 * ARGUMENTS_AT_FIRST];
        }
    }

    /** Appends an argument. */
    public void add(int offset, int length) {
        int at = 2 * count;
        int[] target = slices;
        if (at == target.length) {
            target = grow();
        }
        target[at] = offset;
        target[at + 1] = length;
        count++;
    }

    /** The bytes now stand in this array, {@code delta} further on than in the one before. */
    public void rebase(byte[] bytes, int delta) {
        this.bytes = bytes;
        if (delta != 0) {
            for (int at = 0; at < 2 * count; at += 2) {
                slices[at] += delta;
            }
        }
    }

    /**
     * Whether argument {@code i} is this word in any case.
     *
     * @param upperAscii the word, without small letters
     */
    public boolean equalsIgnoreCase(int i, String upperAscii) {
        int length = length(i);
        if (length != upperAscii.length()) {
            return false;
        }
        int offset = offset(i);
        for (int at = 0; at < length; at++) {
            int c = bytes[offset + at] & 0xFF;
            if (c >= 'a' && c <= 'z') {
                c -= 'a' - 'A';
            }
            if (c != upperAscii.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /** Argument {@code i} in an array of its own. */
    public byte[] copy(int i) {
        int offset = offset(i);
        return Arrays.copyOfRange(bytes, offset, offset + length(i));
    }

    /**
     * Argument {@code i} for a message: one character per byte (ISO-8859-1), as {@link
     * ReplyWriter#error} writes it back.
     */
    public String text(int i) {
        return new String(bytes, offset(i), length(i), StandardCharsets.ISO_8859_1);
    }

    /** Whether argument {@code i} is a long as {@link Decimal} reads it. */
    public boolean isLong(int i) {
        return Decimal.isLong(bytes, offset(i), length(i));
    }

    /**
     * Argument {@code i} as a long.
     *
     * @throws NumberFormatException where {@link #isLong} is false
     */
    public long asLong(int i) {
        return Decimal.parse(bytes, offset(i), length(i));
    }

    /** The same arguments in an array of their own, for a request that has to wait. */
    public Argv detachedCopy() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += length(i);
        }
        byte[] target = new byte[total];
        Argv copy = new Argv();
        copy.bytes = target;
        copy.slices = new int[2 * Math.max(count, 1)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = length(i);
            System.arraycopy(bytes, offset(i), target, at, length);
            copy.add(at, length);
            at += length;
        }
        return copy;
    }

    /** The arguments for people to read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(text(i));
        }
        return text.append(']').toString();
    }

    /** Makes this the place where {@code parser} collects a request that stands in {@code bytes}. */
    @SuppressWarnings("ReferenceEquality") // unchanged in the long run, and then not worth a store
    void fillFor(RequestParser parser, byte[] bytes) {
        if (this.bytes == bytes && filler == parser && slices.length <= 2 * ARGUMENTS_KEPT_MAX) {
            count = 0;
            return;
        }
        clear(bytes);
        filler = parser;
    }

    /** Whether nobody else used this since {@link #fillFor}. */
    boolean isFilledBy(RequestParser parser) {
        return filler == parser;
    }

    private int[] grow() {
        slices = Arrays.copyOf(slices, 2 * slices.length);
        return slices;
    }
}
