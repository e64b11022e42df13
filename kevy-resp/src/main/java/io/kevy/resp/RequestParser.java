package io.kevy.resp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds requests in bytes as they arrive, multibulk and inline, in one pass and without copying.
 *
 * <p>Resumable: what one call learned about an incomplete request, the next one goes on from, so
 * that a request costs the same in one piece and in a thousand. One parser serves any number of
 * streams as long as it leaves each at the end of a request; a stream that stops in the middle of
 * one needs a parser of its own until the request is complete. Not safe for use by several threads.
 *
 * <p>Accepts and refuses what Redis does, with its texts, except that a zero byte in a line is a
 * byte like any other. After a {@link ProtocolException} the parser is ready for another stream.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
public final class RequestParser {
    /** {@link #bytesWanted()} is never more than this, unless more than this has arrived. */
    private static final int BYTES_WANTED_UNSEEN_MAX = 16 << 10;

    /** The length of the next argument has not been read. */
    private static final int UNKNOWN = -1;

    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** '$', a digit, '\\r', any byte; and '$', two digits, '\\r'; in the order of {@link #FOUR_BYTES}. */
    private static final int ONE_DIGIT = '$' | ('\r' << 16);
    private static final int TWO_DIGITS = '$' | ('\r' << 24);

    private static final int UNAUTHENTICATED_ARGUMENTS_MAX = 10;
    private static final int UNAUTHENTICATED_BULK_BYTES_MAX = 16 << 10;

    private static final String INLINE_TOO_BIG = "Protocol error: too big inline request";
    private static final String COUNT_LINE_TOO_BIG = "Protocol error: too big mbulk count string";
    private static final String LENGTH_LINE_TOO_BIG = "Protocol error: too big bulk count string";
    private static final String INVALID_COUNT = "Protocol error: invalid multibulk length";
    private static final String INVALID_LENGTH = "Protocol error: invalid bulk length";
    private static final String UNAUTHENTICATED_COUNT =
            "Protocol error: unauthenticated multibulk length";
    private static final String UNAUTHENTICATED_LENGTH =
            "Protocol error: unauthenticated bulk length";

    private final RequestLimits limits;
    private final InlineArguments inlineArguments;

    /** The highest count of one digit that is within the limits. */
    private final int digitCountMax;

    private int bulkBytesMax;
    private boolean authenticated;

    /** Arguments still to come; 0: the first line of the request is not complete. */
    private int argumentsLeft;

    /** Bytes of the next argument, or {@link #UNKNOWN}. */
    private int bulkLength = UNKNOWN;

    /** Where to go on, counted from the request's first byte. */
    private int position;

    /** Bytes from {@link #position} on that do not hold the end of the current line. */
    private int scanned;

    /** Where the request began in the array of the last call. */
    private int origin;

    private int bytesWanted = 1;

    public RequestParser(RequestLimits limits) {
        this.limits = limits;
        inlineArguments = new InlineArguments(limits.argumentsMax());
        digitCountMax = Math.min(limits.argumentsMax(), 9);
        authenticated(true);
    }

    /**
     * Parses one request.
     *
     * <p>After a 0, call again when there are more bytes, with the same bytes again from {@code
     * from} on; they may have moved to another place or array. Handing in the same {@code argv},
     * unused by others meanwhile, saves reading the arguments found so far again.
     *
     * @param from where the request begins
     * @param to where the bytes that have arrived end
     * @param argv holds the arguments when the request is complete, and is undefined until then
     * @return the bytes of the request when it is complete, with {@code argv.count()} 0 for one that
     *     asks nothing (an empty line, {@code *0}); 0 when it is incomplete
     */
    public int parse(byte[] bytes, int from, int to, Argv argv) throws ProtocolException {
        if (argumentsLeft > 0) {
            if (argv.isFilledBy(this)) {
                argv.rebase(bytes, from - origin);
                int at = from + position;
                return arguments(bytes, from, at, to, argumentsLeft, bulkLength, argv);
            }
            reset();
        }
        argv.fillFor(this, bytes);
        if (from >= to) {
            bytesWanted = 1;
            return 0;
        }
        if (bytes[from] != '*') {
            return inline(bytes, from, to, argv);
        }
        if (to - from >= 4 && bytes[from + 2] == '\r') {
            int count = bytes[from + 1] - '0';
            if (count > 0 && count <= digitCountMax) {
                scanned = 0;
                return arguments(bytes, from, from + 4, to, count, UNKNOWN, argv);
            }
        }
        int lineEnd = lineEnd(bytes, from, to, COUNT_LINE_TOO_BIG);
        if (lineEnd < 0) {
            return 0;
        }
        int count = count(bytes, from, lineEnd);
        int at = lineEnd + 2;
        return count == 0 ? at - from : arguments(bytes, from, at, to, count, UNKNOWN, argv);
    }

    /** Forgets an incomplete request. */
    public void reset() {
        argumentsLeft = 0;
        bulkLength = UNKNOWN;
        position = 0;
        scanned = 0;
        bytesWanted = 1;
    }

    /**
     * At least so many bytes are missing after a call that returned 0; 1 if unknown. Never more
     * than 16 KiB or the bytes that have arrived, whichever is more, so that a buffer may be sized
     * by it without trusting the peer.
     */
    public int bytesWanted() {
        return bytesWanted;
    }

    /**
     * Whether the requests to come are from a client that may use the limits in full, as is the case
     * at first. One that has yet to authenticate is held to 10 arguments of 16 KiB.
     */
    public void authenticated(boolean authenticated) {
        this.authenticated = authenticated;
        bulkBytesMax =
                authenticated
                        ? limits.bulkBytesMax()
                        : Math.min(limits.bulkBytesMax(), UNAUTHENTICATED_BULK_BYTES_MAX);
    }

    /**
     * Collects the arguments that are left.
     *
     * @param firstAt where the length line of the next one begins, or its content if {@code
     *     firstLength} is known
     */
    private int arguments(
            byte[] bytes, int from, int firstAt, int to, int count, int firstLength, Argv argv)
            throws ProtocolException {
        int at = firstAt;
        int left = count;
        int length = firstLength;
        do {
            if (length == UNKNOWN) {
                // Most lengths have one or two digits, and are seen with one look at four bytes.
                if (to - at >= 5) {
                    int line = (int) FOUR_BYTES.get(bytes, at);
                    int first = ((line >> 8) & 0xFF) - '0';
                    int second = ((line >> 16) & 0xFF) - '0';
                    if ((line & 0xFF0000FF) == TWO_DIGITS) {
                        int value = first * 10 + second;
                        if (first > 0 && first <= 9 && second >= 0 && second <= 9
                                && value <= bulkBytesMax) {
                            length = value;
                            at += 5;
                        }
                    } else if ((line & 0x00FF00FF) == ONE_DIGIT) {
                        if (first >= 0 && first <= 9 && first <= bulkBytesMax) {
                            length = first;
                            at += 4;
                        }
                    }
                }
                if (length == UNKNOWN) {
                    int lineEnd = lineEnd(bytes, at, to, LENGTH_LINE_TOO_BIG);
                    if (lineEnd < 0) {
                        return suspend(at - from, from, left, UNKNOWN);
                    }
                    length = length(bytes, at, lineEnd);
                    at = lineEnd + 2;
                }
                scanned = 0;
            }
            int missing = length - (to - at - 2);
            if (missing > 0) {
                bytesWanted = Math.min(missing, Math.max(to - from, BYTES_WANTED_UNSEEN_MAX));
                return suspend(at - from, from, left, length);
            }
            argv.add(at, length);
            at += length + 2;
            length = UNKNOWN;
        } while (--left > 0);
        argumentsLeft = 0;
        return at - from;
    }

    private int suspend(int at, int from, int left, int length) {
        position = at;
        origin = from;
        argumentsLeft = left;
        bulkLength = length;
        return 0;
    }

    private int inline(byte[] bytes, int from, int to, Argv argv) throws ProtocolException {
        int newline = find((byte) '\n', bytes, from, to, INLINE_TOO_BIG);
        if (newline < 0) {
            return 0;
        }
        scanned = 0;
        int end = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        inlineArguments.split(bytes, from, end, argv);
        return newline + 1 - from;
    }

    /**
     * The position of the '\r' that ends the line at {@code from}, or -1 as long as it and the byte
     * after it have not both arrived. What that byte is makes no difference.
     */
    private int lineEnd(byte[] bytes, int from, int to, String tooBig) throws ProtocolException {
        int end = find((byte) '\r', bytes, from, to, tooBig);
        if (end + 1 == to) {
            scanned = end - from;
            bytesWanted = 1;
            return -1;
        }
        return end;
    }

    private int find(byte wanted, byte[] bytes, int from, int to, String tooBig)
            throws ProtocolException {
        int max = limits.inlineBytesMax();
        int end = to - from > max ? from + max + 1 : to;
        for (int at = from + scanned; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        if (end - from > max) {
            throw refuse(tooBig);
        }
        scanned = end - from;
        bytesWanted = 1;
        return -1;
    }

    /** Reads the line that announces the number of arguments. */
    private int count(byte[] bytes, int from, int lineEnd) throws ProtocolException {
        scanned = 0;
        int digits = lineEnd - from - 1;
        if (!Decimal.isLong(bytes, from + 1, digits)) {
            throw refuse(INVALID_COUNT);
        }
        long count = Decimal.read(bytes, from + 1, digits);
        if (count > limits.argumentsMax()) {
            throw refuse(INVALID_COUNT);
        }
        if (count > UNAUTHENTICATED_ARGUMENTS_MAX && !authenticated) {
            throw refuse(UNAUTHENTICATED_COUNT);
        }
        return (int) Math.max(count, 0);
    }

    /** Reads the line that announces the length of an argument. */
    private int length(byte[] bytes, int from, int lineEnd) throws ProtocolException {
        if (bytes[from] != '$') {
            throw refuse("Protocol error: expected '$', got '" + shown(bytes[from]) + "'");
        }
        int digits = lineEnd - from - 1;
        if (!Decimal.isLong(bytes, from + 1, digits)) {
            throw refuse(INVALID_LENGTH);
        }
        long length = Decimal.read(bytes, from + 1, digits);
        if (length < 0 || length > limits.bulkBytesMax()) {
            throw refuse(INVALID_LENGTH);
        }
        if (length > bulkBytesMax) {
            throw refuse(UNAUTHENTICATED_LENGTH);
        }
        return (int) length;
    }

    /** The byte as a character of a one-line message. */
    private static char shown(byte b) {
        return b == '\r' || b == '\n' ? ' ' : (char) (b & 0xFF);
    }

    private ProtocolException refuse(String message) {
        reset();
        return new ProtocolException(message);
    }
}
