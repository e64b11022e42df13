package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one request, nothing copied; reused from request to request.
 *
 * <p>Nearly all are slices of one memory, the buffer they were received in, and valid until that
 * changes: copy what must outlive the request. A <em>large</em> argument stands in {@link Pieces} of
 * its own. Those belong to this object, which releases them when it is cleared or filled again,
 * unless somebody has taken them before: so clear it as soon as a request with large arguments is
 * done. Not safe for use by several threads.
 */
public final class Argv {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final byte[] NO_BYTES = {};
    private static final int ARGUMENTS_AT_FIRST = 8;

    /** A request of more arguments than this does not leave its big array behind. */
    private static final int ARGUMENTS_KEPT_MAX = 16 << 10;

    /** What the slices are of. */
    private MemorySegment memory = MemorySegment.NULL;

    /** The array behind {@link #arrayOf}, looked up when asked for. */
    private byte[] array = NO_BYTES;

    private MemorySegment arrayOf = MemorySegment.NULL;

    /** Offset of argument i at 2i, its length at 2i + 1; the offset of a large one is 0. */
    private int[] slices = new int[2 * ARGUMENTS_AT_FIRST];

    private int count;

    /** Null while there has never been a large argument. */
    private @Nullable LargeArguments large;

    /** The parser whose request, complete or not, stands here. */
    private @Nullable RequestParser filler;

    public Argv() {}

    public int count() {
        return count;
    }

    /**
     * The memory that argument {@code i} stands in, from {@link #offset} on.
     *
     * @throws IllegalStateException if it is a large one that stands in several pieces or was taken
     */
    public MemorySegment memory(int i) {
        Objects.checkIndex(i, count);
        var own = large;
        return own == null || own.isEmpty() ? memory : own.memory(i, memory);
    }

    /** Where argument {@code i} begins in {@link #memory(int)}. */
    public int offset(int i) {
        return slices[2 * Objects.checkIndex(i, count)];
    }

    /** Bytes of argument {@code i}. */
    public int length(int i) {
        return slices[2 * Objects.checkIndex(i, count) + 1];
    }

    /** Whether argument {@code i} is a large one, and stands in {@link #pieces}. */
    public boolean isLarge(int i) {
        Objects.checkIndex(i, count);
        var own = large;
        return own != null && own.contains(i);
    }

    /**
     * The pieces of large argument {@code i}; they stay this object's.
     *
     * @throws IllegalStateException unless {@link #isLarge}, and when they were taken
     */
    public Pieces pieces(int i) {
        Objects.checkIndex(i, count);
        return largeArguments().pieces(i);
    }

    /**
     * Hands over the pieces of large argument {@code i}: they are the caller's to release, and the
     * argument is not to be read any more.
     *
     * @throws IllegalStateException unless {@link #isLarge}, and when they were taken
     */
    public Pieces takePieces(int i) {
        Objects.checkIndex(i, count);
        return largeArguments().take(i);
    }

    /**
     * The array that the arguments stand in.
     *
     * @throws IllegalStateException when they stand in other memory
     */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // the very same
    public byte[] bytes() {
        if (arrayOf != memory) {
            if (!(memory.heapBase().orElse(NO_BYTES) instanceof byte[] base)
                    || (base.length == 0 && memory.byteSize() > 0)) {
                throw new IllegalStateException("not in an array");
            }
            array = base;
            arrayOf = memory;
        }
        return array;
    }

    /** No arguments, of this memory. */
    public void clear(MemorySegment memory) {
        this.memory = memory;
        clear();
    }

    /** No arguments, of this array. */
    public void clear(byte[] bytes) {
        clear(memoryOf(bytes));
    }

    /** No arguments, of the same memory as before. */
    public void clear() {
        count = 0;
        filler = null;
        if (large != null) {
            large.release();
        }
        if (slices.length > 2 * ARGUMENTS_KEPT_MAX) {
            slices = new int[2 * ARGUMENTS_AT_FIRST];
        }
    }

    /** Appends an argument: a slice of the memory. */
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

    /**
     * Appends an argument that stands elsewhere, and takes it over.
     *
     * @throws OutOfMemoryError when there is no heap for it; it is still the caller's then
     */
    public void addLarge(Pieces content) {
        int length = Math.toIntExact(content.length());
        if (large == null) {
            large = new LargeArguments();
        }
        if (2 * count == slices.length) {
            grow();
        }
        large.add(count, content);
        add(0, length);
    }

    /** Like the method for memory, for an array. */
    public void rebase(byte[] bytes, int delta) {
        rebase(memoryOf(bytes), delta);
    }

    /** The slices' bytes now stand here, {@code delta} further on than in the memory before. */
    public void rebase(MemorySegment memory, int delta) {
        this.memory = memory;
        if (delta != 0) {
            for (int i = 0; i < count; i++) {
                if (!isLarge(i)) {
                    slices[2 * i] += delta;
                }
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
        var source = memory(i);
        int offset = offset(i);
        for (int at = 0; at < length; at++) {
            int c = source.get(BYTE, (long) offset + at) & 0xFF;
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
        byte[] target = new byte[length(i)];
        copyTo(i, MemorySegment.ofArray(target), 0);
        return target;
    }

    /** Copies argument {@code i} to {@code target} from {@code at} on. */
    public void copyTo(int i, MemorySegment target, long at) {
        if (!isLarge(i)) {
            MemorySegment.copy(memory, offset(i), target, at, length(i));
            return;
        }
        var pieces = pieces(i);
        var piece = new Piece();
        for (long done = 0; done < length(i); done += piece.length()) {
            pieces.piece(done, piece);
            MemorySegment.copy(piece.memory(), piece.offset(), target, at + done, piece.length());
        }
    }

    /**
     * Argument {@code i} for a message: one character per byte (ISO-8859-1), as {@link
     * ReplyWriter#error} writes it back.
     */
    public String text(int i) {
        return new String(copy(i), StandardCharsets.ISO_8859_1);
    }

    /** Whether argument {@code i} is a long as {@link Decimal} reads it. */
    public boolean isLong(int i) {
        int length = length(i);
        return length <= Decimal.DIGITS_MAX && Decimal.isLong(memory(i), offset(i), length);
    }

    /**
     * Argument {@code i} as a long.
     *
     * @throws NumberFormatException where {@link #isLong} is false
     */
    public long asLong(int i) {
        int length = length(i);
        if (length > Decimal.DIGITS_MAX) {
            throw new NumberFormatException("not a decimal long");
        }
        return Decimal.parse(memory(i), offset(i), length);
    }

    /** Bytes of all arguments that are not large: what {@link #moveTo} needs room for. */
    public int sliceBytes() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = isLarge(i) ? total : Math.addExact(total, length(i));
        }
        return total;
    }

    /**
     * Makes {@code target} this request and leaves none here: for a request that has to wait. The
     * slices are copied to {@code memory} from {@code at} on, the large arguments are handed over.
     *
     * @throws OutOfMemoryError when {@code target} finds no heap; nothing was handed over then
     */
    public void moveTo(Argv target, MemorySegment memory, int at) {
        target.clear(memory);
        if (target.slices.length < 2 * count) {
            target.slices = new int[2 * count];
        }
        int to = at;
        for (int i = 0; i < count; i++) {
            int length = length(i);
            if (isLarge(i)) {
                target.add(0, length);
            } else {
                MemorySegment.copy(this.memory, offset(i), memory, to, length);
                target.add(to, length);
                to += length;
            }
        }
        var own = large;
        large = target.large;
        target.large = own;
        clear();
    }

    /** The same arguments in an array of their own, the large ones too. */
    public Argv detachedCopy() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, length(i));
        }
        var copy = new Argv();
        copy.clear(new byte[total]);
        copy.slices = new int[2 * Math.max(count, 1)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            copyTo(i, copy.memory, at);
            copy.add(at, length(i));
            at += length(i);
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

    /** Makes this the place where {@code parser} collects a request that stands in {@code memory}. */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // unchanged mostly, then no store
    void fillFor(RequestParser parser, MemorySegment memory) {
        if (this.memory == memory
                && filler == parser
                && slices.length <= 2 * ARGUMENTS_KEPT_MAX
                && (large == null || large.isEmpty())) {
            count = 0;
            return;
        }
        clear(memory);
        filler = parser;
    }

    /** Whether nobody else used this since {@link #fillFor}. */
    boolean isFilledBy(RequestParser parser) {
        return filler == parser;
    }

    private LargeArguments largeArguments() {
        if (large == null) {
            throw new IllegalStateException("not a large argument");
        }
        return large;
    }

    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    private MemorySegment memoryOf(byte[] bytes) {
        if (array != bytes || arrayOf.byteSize() != bytes.length) {
            arrayOf = MemorySegment.ofArray(bytes);
            array = bytes;
        }
        return arrayOf;
    }

    private int[] grow() {
        slices = Arrays.copyOf(slices, 2 * slices.length);
        return slices;
    }
}
