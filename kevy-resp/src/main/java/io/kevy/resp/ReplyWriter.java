package io.kevy.resp;

import java.nio.charset.StandardCharsets;

/**
 * Writes replies of RESP2 or RESP3, whichever {@link #protocol(int)} says at that moment, one behind
 * the other into one growing array.
 *
 * <p>What RESP2 does not have is written the way Redis does: a map as an array of twice as many
 * elements, a set and a push as an array, a double, big number and verbatim string as a bulk string,
 * a boolean as 1 or 0. An aggregate is its header followed by as many replies as it announced.
 * Nothing is allocated while the array is big enough. Not safe for use by several threads.
 */
public final class ReplyWriter {
    private static final int FORMAT_CHARS = 3;

    private final Output out;
    private int protocol = 2;

    public ReplyWriter(int initialBytes) {
        out = new Output(initialBytes);
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

    /** The replies, in the first {@link #size()} bytes. Another array after a write that grows it. */
    public byte[] array() {
        return out.array;
    }

    public int size() {
        return out.size;
    }

    /** Forgets all replies and keeps the array. */
    public void clear() {
        out.size = 0;
    }

    /** Takes back what was written after the writer had this size. */
    public void truncate(int size) {
        if (size < 0 || size > out.size) {
            throw new IllegalArgumentException(size + " is not within " + out.size);
        }
        out.size = size;
    }

    /** Gives capacity beyond {@code capacityMax} bytes back, as far as what is written allows. */
    public void shrink(int capacityMax) {
        out.shrink(capacityMax);
    }

    /** A status as {@code OK}, one byte per character (ISO-8859-1); line ends become spaces. */
    public void simple(String ascii) {
        out.line('+', ascii, ascii.length());
    }

    /** A status whose bytes hold no line end. */
    public void simple(byte[] line) {
        out.reserve(line.length + 3L);
        out.array[out.size++] = '+';
        out.bytes(line, 0, line.length);
        out.crlf();
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

    /** The text as a bulk string of UTF-8. */
    public void bulk(String utf8) {
        out.bulkUtf8(utf8);
    }

    /** The decimal digits as a bulk string. */
    public void bulkLong(long value) {
        out.bulkLong(value);
    }

    /**
     * Writes a bulk string of {@code length} bytes whose content the caller fills in before anything
     * else is written.
     *
     * @return where its content begins in {@link #array()}
     */
    public int bulkReserve(int length) {
        return out.bulkReserve(length);
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
        byte[] format = (format3 + ":").getBytes(StandardCharsets.ISO_8859_1);
        out.header('=', (long) format.length + text.length);
        out.bytes(format, 0, format.length);
        out.bytes(text, 0, text.length);
        out.crlf();
    }

    /** Bytes that are replies already. */
    public void raw(byte[] source, int offset, int length) {
        out.bytes(source, offset, length);
    }

    private void nothing() {
        out.line('_', "", 0);
    }
}
