package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes replies of RESP2 or RESP3, whichever {@link #protocol(int)} says at that moment, one behind
 * the other.
 *
 * <p>A server writes to chunks of a {@link ChunkSource}: nothing is copied as replies grow, their
 * total length has no limit, bytes that stand elsewhere can be lent to a reply instead of copied
 * ({@link #bulkReference}), and what has been sent is given back. A <em>position</em> counts bytes
 * from the first one written since {@link #clear}. A client or a test may write to one growing array.
 *
 * <p>What RESP2 does not have is written the way Redis does: a map as an array of twice as many
 * elements, a set and a push as an array, a double, big number and verbatim string as a bulk string,
 * a boolean as 1 or 0. An aggregate is its header followed by as many replies as it announced.
 *
 * <p>Nothing is allocated on the heap while chunks or array are big enough. A write that finds no
 * memory throws an {@link OutOfMemoryError} and has written nothing. Not safe for use by several
 * threads.
 */
public final class ReplyWriter implements Pieces {
    private static final int FORMAT_CHARS = 3;

    private final Output out;
    private int protocol = 2;

    /** To one array that grows. */
    public ReplyWriter(int initialBytes) {
        out = new Output(initialBytes);
    }

    /** To chunks of this source, which go back to it. */
    public ReplyWriter(ChunkSource source) {
        out = new Output(source, true);
    }

    private ReplyWriter(Output out) {
        this.out = out;
    }

    /**
     * To chunks of this source, with a copy of all that is lent: for replies that another thread reads,
     * which may neither read what is lent nor release it.
     */
    public static ReplyWriter copying(ChunkSource source) {
        return new ReplyWriter(new Output(source, false));
    }

    /** Appends what another writer holds from one position to another. */
    public void copy(ReplyWriter source, long from, long to) {
        var piece = new Piece();
        for (long at = from; at < to; at += piece.length()) {
            source.piece(at, piece);
            int length = (int) Math.min(piece.length(), to - at);
            out.bytes(piece.memory(), piece.offset(), length);
        }
    }

    /** 2 or 3; 2 at first. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int version) {
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("RESP" + version);
        }
        protocol = version;
    }

    /**
     * The replies, in the first {@link #size()} bytes. Another array after a write that grows it.
     *
     * @throws IllegalStateException when they are written to chunks
     */
    public byte[] array() {
        return out.array();
    }

    /** Bytes in {@link #array}. */
    public int size() {
        return out.at();
    }

    /** Where the next reply begins. */
    public long position() {
        return out.position();
    }

    /** Bytes before this position have been sent. */
    public long sent() {
        return out.sent();
    }

    /** Gives back what stands before {@code position}: it has been sent. */
    public void sent(long position) {
        out.sent(position);
    }

    /** The position of the end. */
    @Override
    public long length() {
        return out.position();
    }

    /**
     * Points {@code piece} at the bytes from {@code position} on, as many as stand in one piece.
     *
     * @throws IndexOutOfBoundsException unless it is within what was written and not yet {@link
     *     #sent}
     */
    @Override
    public void piece(long position, Piece piece) {
        out.piece(position, piece);
    }

    /** Forgets all replies and keeps the array, or one chunk. */
    public void clear() {
        out.clear();
    }

    /** Forgets all replies and gives all chunks back. */
    @Override
    public void release() {
        out.release();
    }

    /**
     * Takes back what was written from {@code position} on, and releases what was lent to it.
     *
     * @param position where a reply began
     */
    public void truncate(long position) {
        out.truncate(position);
    }

    /** Gives the array's capacity beyond {@code capacityMax} back, as far as what is written allows. */
    public void shrink(int capacityMax) {
        out.shrink(capacityMax);
    }

    /** Makes sure that writing this many bytes finds memory. */
    public void reserve(int bytes) {
        out.reserve(bytes);
    }

    /** A status as {@code OK}, one byte per character (ISO-8859-1); line ends become spaces. */
    public void simple(String ascii) {
        out.line('+', ascii, ascii.length());
    }

    /** A status whose bytes hold no line end. */
    public void simple(byte[] line) {
        out.line('+', line);
    }

    /**
     * An error, one byte per character (ISO-8859-1). Line ends at the end are dropped, others become
     * spaces.
     *
     * @param text code and message without the minus sign: {@code "ERR syntax error"}
     */
    public void error(String text) {
        int length = text.length();
        while (length > 0 && (text.charAt(length - 1) == '\n' || text.charAt(length - 1) == '\r')) {
            length--;
        }
        out.line('-', text, length);
    }

    public void integer(long value) {
        out.header(':', value);
    }

    public void bulk(byte[] source) {
        out.bulk(source, 0, source.length);
    }

    public void bulk(byte[] source, int offset, int length) {
        out.bulk(source, offset, length);
    }

    public void bulk(MemorySegment source, long offset, int length) {
        out.bulk(source, offset, length);
    }

    /** The text as a bulk string of UTF-8. */
    public void bulk(String utf8) {
        out.bulkUtf8(utf8);
    }

    /** The decimal digits as a bulk string. */
    public void bulkLong(long value) {
        out.bulkLong(value);
    }

    /**
     * Writes a bulk string whose content is lent: it is sent from where it stands, and released when
     * it has been, or is taken back. From now on it is this writer's.
     *
     * @throws OutOfMemoryError when nothing is written, and {@code content} still the caller's
     */
    public void bulkReference(Pieces content) {
        out.bulkReference(content);
    }

    /** Like {@link #bulkReference} for bytes that are replies already. */
    public void rawReference(Pieces content) {
        out.reference(content);
    }

    /**
     * Writes a bulk string of {@code length} bytes, in one piece, whose content the caller fills in
     * before anything else is written; not for large ones.
     *
     * @return where its content begins in {@link #memory()}, and {@link #array()} if there is one
     */
    public int bulkReserve(int length) {
        return out.bulkReserve(length);
    }

    /** What was written to last. */
    public MemorySegment memory() {
        return out.memory();
    }

    public void nullBulk() {
        if (protocol == 2) {
            out.header('$', -1);
        } else {
            nothing();
        }
    }

    public void nullArray() {
        if (protocol == 2) {
            out.header('*', -1);
        } else {
            nothing();
        }
    }

    /** Announces an array of the {@code n} replies that follow. */
    public void array(int n) {
        out.header('*', n);
    }

    /** Announces a map: key, value, key, value and so on follow. */
    public void map(int pairs) {
        if (protocol == 2) {
            out.header('*', 2L * pairs);
        } else {
            out.header('%', pairs);
        }
    }

    /** Announces a set of the {@code n} replies that follow. */
    public void set(int n) {
        out.header(protocol == 2 ? '*' : '~', n);
    }

    /** Announces a push message of the {@code n} replies that follow. */
    public void push(int n) {
        out.header(protocol == 2 ? '*' : '>', n);
    }

    /**
     * Announces attributes: key, value and so on follow, then the reply they belong to.
     *
     * @throws IllegalStateException in RESP2, which has no place for them
     */
    public void attribute(int pairs) {
        if (protocol == 2) {
            throw new IllegalStateException("RESP2 has no attributes");
        }
        out.header('|', pairs);
    }

    /** A double with 17 significant digits, as C's {@code %.17g} writes it. */
    public void doubleValue(double value) {
        String text = SignificantDigits.format(value);
        if (protocol == 2) {
            out.bulkUtf8(text);
        } else {
            out.line(',', text, text.length());
        }
    }

    public void bool(boolean value) {
        if (protocol == 2) {
            out.header(':', value ? 1 : 0);
        } else {
            out.line('#', value ? "t" : "f", 1);
        }
    }

    /** An integer of any size: digits with an optional minus sign. */
    public void bigNumber(String digits) {
        if (protocol == 2) {
            out.bulkUtf8(digits);
        } else {
            out.line('(', digits, digits.length());
        }
    }

    /**
     * A text with its format.
     *
     * @param format3 three ASCII characters as {@code txt} or {@code mkd}; RESP2 drops them
     */
    public void verbatim(String format3, byte[] text) {
        if (format3.length() != FORMAT_CHARS) {
            throw new IllegalArgumentException("format " + format3);
        }
        if (protocol == 2) {
            out.bulk(text, 0, text.length);
            return;
        }
        byte[] content = Arrays.copyOf(
                (format3 + ":").getBytes(StandardCharsets.ISO_8859_1),
                FORMAT_CHARS + 1 + text.length);
        System.arraycopy(text, 0, content, FORMAT_CHARS + 1, text.length);
        out.verbatim(content);
    }

    /** Bytes that are replies already. */
    public void raw(byte[] source, int offset, int length) {
        out.bytes(source, offset, length);
    }

    /** Bytes that are replies already. */
    public void raw(MemorySegment source, long offset, long length) {
        out.bytes(source, offset, length);
    }

    private void nothing() {
        out.line('_', "", 0);
    }
}
