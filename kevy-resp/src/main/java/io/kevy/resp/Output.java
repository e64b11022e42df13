package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What requests and replies are written to: either chunks, one after the other, with bytes of others
 * lent in between and nothing copied as it grows; or one array that is replaced by a larger one.
 *
 * <p>A <em>position</em> counts bytes from the first one written. Byte {@code i} of the chunk being
 * written has position {@code base + i}, from {@code openFrom} on; what is before lies in {@code
 * parts}. Every method makes room for all it writes first, or takes back what it wrote, so that
 * nothing is ever half written.
 */
final class Output {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int CAPACITY_MAX = Integer.MAX_VALUE - 8;
    private static final byte[] NO_ARRAY = {};

    /** Type byte, a long, CRLF. */
    private static final int HEADER_BYTES_MAX = 1 + Decimal.DIGITS_MAX + 2;

    /** Null: one array, of which {@code memory} is a view. */
    private final @Nullable ChunkSource source;

    private final boolean borrows;
    private final OutputParts parts = new OutputParts();
    private byte[] array;
    private MemorySegment memory;
    private int at;
    private int limit;
    private int openFrom;
    private long base;
    private long sent;

    /** Into one array. */
    Output(int initialBytes) {
        source = null;
        borrows = false;
        array = new byte[initialBytes];
        memory = MemorySegment.ofArray(array);
        limit = initialBytes;
    }

    /**
     * Into chunks.
     *
     * @param borrows whether bytes may be lent, which are copied otherwise
     */
    Output(ChunkSource source, boolean borrows) {
        this.source = source;
        this.borrows = borrows;
        array = NO_ARRAY;
        memory = MemorySegment.NULL;
    }

    byte[] array() {
        if (source != null) {
            throw new IllegalStateException("written to chunks");
        }
        return array;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Where the next byte goes in {@link #memory}. */
    int at() {
        return at;
    }

    long position() {
        return base + at;
    }

    long sent() {
        return sent;
    }

    /** Makes room for {@code more} bytes in one piece behind the last one. */
    void reserve(long more) {
        if (more > limit - at) {
            makeRoom(more);
        }
    }

    /** Points {@code piece} at what stands at {@code position} and after it. */
    void piece(long position, Piece piece) {
        if (position < sent || position >= position()) {
            throw new IndexOutOfBoundsException(
                    position + " is not within " + sent + " and " + position());
        }
        if (position >= base + openFrom) {
            int offset = (int) (position - base);
            piece.over(memory, offset, at - offset);
        } else {
            parts.piece(position, base + openFrom, piece);
        }
    }

    /** Gives back what stands before {@code position}. */
    void sent(long position) {
        if (position < sent || position > position()) {
            throw new IllegalArgumentException(
                    position + " is not within " + sent + " and " + position());
        }
        sent = position;
        if (source == null) {
            return;
        }
        while (!parts.isEmpty() && parts.firstEnd(base + openFrom) <= position) {
            var chunk = parts.removeFirst(memory);
            if (chunk != null) {
                source.giveBack(chunk);
            }
        }
        if (position == position()) {
            restart(position);
        }
    }

    /** Takes back what stands from {@code position} on. */
    void truncate(long position) {
        if (position < sent || position > position() || parts.isWithinLent(position)) {
            throw new IllegalArgumentException(
                    position + " is not within " + sent + " and " + position());
        }
        while (position < base + openFrom) {
            if (parts.lastIsLent()) {
                base -= parts.removeLastLent();
            } else {
                long start = parts.lastStart();
                openFrom = parts.lastOffset();
                base = start - openFrom;
                continueIn(parts.removeLastChunk());
            }
        }
        at = (int) (position - base);
    }

    /** Forgets everything but one ordinary chunk, or the array. */
    void clear() {
        sent(position());
        if (source != null && limit > ChunkSource.CHUNK_BYTES) {
            continueIn(MemorySegment.NULL);
        }
        restart(0);
        sent = 0;
    }

    /** Forgets everything. */
    void release() {
        clear();
        if (source != null) {
            continueIn(MemorySegment.NULL);
        }
    }

    /** Gives the array's capacity beyond {@code capacityMax} back, as far as what is held allows. */
    void shrink(int capacityMax) {
        int capacity = Math.max(capacityMax, at);
        if (source == null && array.length > capacity) {
            array = Arrays.copyOf(array, capacity);
            memory = MemorySegment.ofArray(array);
            limit = capacity;
        }
    }

    void header(char type, long number) {
        reserve(HEADER_BYTES_MAX);
        at = header(type, number, memory, at);
    }

    void bytes(MemorySegment source, long offset, long length) {
        if (length <= limit - at) {
            MemorySegment.copy(source, offset, memory, at, length);
            at += (int) length;
        } else {
            long start = position();
            boolean whole = false;
            try {
                spread(source, offset, length);
                whole = true;
            } finally {
                undo(whole, start);
            }
        }
    }

    void bytes(byte[] source, int offset, int length) {
        if (length <= limit - at) {
            MemorySegment.copy(source, offset, memory, BYTE, at, length);
            at += length;
        } else {
            bytes(MemorySegment.ofArray(source), offset, length);
        }
    }

    void bulk(MemorySegment source, long offset, int length) {
        if (HEADER_BYTES_MAX + length + 2L <= limit - at) {
            var target = memory;
            int to = header('$', length, target, at);
            MemorySegment.copy(source, offset, target, to, length);
            at = crlf(target, to + length);
        } else {
            longBulk('$', source, offset, length);
        }
    }

    void bulk(byte[] source, int offset, int length) {
        bulk('$', source, offset, length);
    }

    void verbatim(byte[] formatAndText) {
        bulk('=', formatAndText, 0, formatAndText.length);
    }

    private void bulk(char type, byte[] source, int offset, int length) {
        if (HEADER_BYTES_MAX + length + 2L <= limit - at) {
            var target = memory;
            int to = header(type, length, target, at);
            MemorySegment.copy(source, offset, target, BYTE, to, length);
            at = crlf(target, to + length);
        } else {
            longBulk(type, MemorySegment.ofArray(source), offset, length);
        }
    }

    /** A bulk string whose content is still to be filled in, where returned in {@link #memory}. */
    int bulkReserve(int length) {
        reserve(HEADER_BYTES_MAX + length + 2L);
        int to = header('$', length, memory, at);
        at = crlf(memory, to + length);
        return to;
    }

    /** A bulk string of bytes that are lent. */
    void bulkReference(Pieces content) {
        long length = content.length();
        if (!borrows || length == 0) {
            copyBulk(content, length);
            content.release();
            return;
        }
        reserve(HEADER_BYTES_MAX + 2);
        parts.reserve(2);
        at = header('$', length, memory, at);
        lend(content, length);
        at = crlf(memory, at);
    }

    /** Bytes that are lent. */
    void reference(Pieces content) {
        long length = content.length();
        if (!borrows || length == 0) {
            long start = position();
            boolean whole = false;
            try {
                copy(content, length);
                whole = true;
            } finally {
                undo(whole, start);
            }
            content.release();
            return;
        }
        parts.reserve(2);
        lend(content, length);
    }

    void bulkLong(long value) {
        reserve(HEADER_BYTES_MAX + Decimal.DIGITS_MAX + 2);
        int to = header('$', Decimal.digits(value), memory, at);
        at = crlf(memory, (int) Decimal.write(value, memory, to));
    }

    void bulkUtf8(String text) {
        int length = text.length();
        reserve(HEADER_BYTES_MAX + length + 2L);
        var target = memory;
        int to = header('$', length, target, at);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                bulk(encoded, 0, encoded.length);
                return;
            }
            target.set(BYTE, to++, (byte) c);
        }
        at = crlf(target, to);
    }

    /**
     * A line of one byte per character: ISO-8859-1, '?' for what it does not have. Line ends within
     * become spaces, so that the text cannot pass for another reply.
     */
    void line(char type, String text, int length) {
        reserve(length + 3L);
        var target = memory;
        int to = at;
        target.set(BYTE, to++, (byte) type);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            target.set(BYTE, to++, (byte) (c == '\r' || c == '\n' ? ' ' : c > 0xFF ? '?' : c));
        }
        at = crlf(target, to);
    }

    /** A line of these bytes. */
    void line(char type, byte[] text) {
        reserve(text.length + 3L);
        var target = memory;
        target.set(BYTE, at, (byte) type);
        MemorySegment.copy(text, 0, target, BYTE, at + 1L, text.length);
        at = crlf(target, at + 1 + text.length);
    }

    private static int header(char type, long number, MemorySegment target, int at) {
        target.set(BYTE, at, (byte) type);
        return crlf(target, (int) Decimal.write(number, target, at + 1L));
    }

    private static int crlf(MemorySegment target, int at) {
        target.set(BYTE, at, (byte) '\r');
        target.set(BYTE, at + 1L, (byte) '\n');
        return at + 2;
    }

    private void longBulk(char type, MemorySegment source, long offset, int length) {
        long start = position();
        boolean whole = false;
        try {
            header(type, length);
            spread(source, offset, length);
            reserve(2);
            at = crlf(memory, at);
            whole = true;
        } finally {
            undo(whole, start);
        }
    }

    private void copyBulk(Pieces content, long length) {
        long start = position();
        boolean whole = false;
        try {
            header('$', length);
            copy(content, length);
            reserve(2);
            at = crlf(memory, at);
            whole = true;
        } finally {
            undo(whole, start);
        }
    }

    private void undo(boolean whole, long start) {
        if (!whole) {
            truncate(start);
        }
    }

    private void copy(Pieces content, long length) {
        var piece = new Piece();
        for (long done = 0; done < length; done += piece.length()) {
            content.piece(done, piece);
            spread(piece.memory(), piece.offset(), piece.length());
        }
    }

    /** Copies bytes over as many chunks as it takes. */
    private void spread(MemorySegment source, long offset, long length) {
        long done = 0;
        while (done < length) {
            long left = length - done;
            if (at == limit || this.source == null) {
                reserve(this.source == null ? left : Math.min(left, ChunkSource.CHUNK_BYTES));
            }
            int room = (int) Math.min(left, limit - at);
            MemorySegment.copy(source, offset + done, memory, at, room);
            at += room;
            done += room;
        }
    }

    /** Puts lent bytes behind what is written; there is room in {@link #parts}. */
    private void lend(Pieces content, long length) {
        closePart();
        parts.addLent(content, base + at);
        base += length;
    }

    private void closePart() {
        if (at > openFrom) {
            parts.addChunk(memory, openFrom, base + openFrom);
            openFrom = at;
        }
    }

    private void restart(long position) {
        openFrom = 0;
        at = 0;
        base = position;
    }

    /** Writes on in another chunk, the one so far having no part in what is written. */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // the very same
    private void continueIn(MemorySegment chunk) {
        if (source != null && chunk != memory) {
            if (limit > 0) {
                source.giveBack(memory);
            }
            memory = chunk;
            limit = (int) chunk.byteSize();
        }
    }

    private void makeRoom(long more) {
        if (source == null) {
            grow(more);
            return;
        }
        if (more > CAPACITY_MAX) {
            throw new OutOfMemoryError("output of " + more + " bytes in one piece");
        }
        parts.reserve(1);
        var chunk = source.take((int) more);
        long position = position();
        closePart();
        if (limit > 0 && !parts.endsWith(memory)) {
            source.giveBack(memory);
        }
        memory = chunk;
        limit = (int) Math.min(chunk.byteSize(), CAPACITY_MAX);
        restart(position);
    }

    private void grow(long more) {
        long needed = at + more;
        if (needed > CAPACITY_MAX) {
            throw new OutOfMemoryError("output of " + needed + " bytes is over 2 GiB");
        }
        long capacity = Math.max(needed, Math.min(2L * array.length, CAPACITY_MAX));
        array = Arrays.copyOf(array, (int) capacity);
        memory = MemorySegment.ofArray(array);
        limit = array.length;
    }
}
