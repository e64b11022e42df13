package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Finds requests in bytes as they arrive, multibulk and inline, in one pass and without copying.
 *
 * <p>Resumable: what one call learned about an incomplete request, the next one goes on from, so
 * that a request costs the same in one piece and in a thousand. One parser serves any number of
 * streams as long as it leaves each at the end of a request; a stream that stops in the middle of
 * one needs a parser of its own until the request is complete. Not safe for use by several threads.
 *
 * <p>An argument longer than {@link RequestLimits#largeBytesMin} that is not complete need not be
 * collected in the buffer: when a call has returned 0, {@link #largeBytes} tells its length and
 * {@link #largeAt} where its first bytes stand. The caller may receive it elsewhere, hand it in by
 * {@link #largeArrived}, and go on with a buffer that the argument's bytes are left out of.
 *
 * <p>Accepts and refuses what Redis does, with its texts, except that a zero byte in a line is a
 * byte like any other. Whatever {@link #parse} throws, the parser is then ready for another
 * stream.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
public final class RequestParser {
    /** {@link #bytesWanted()} is never more than this, unless more than this has arrived. */
    private static final int BYTES_WANTED_UNSEEN_MAX = 16 << 10;

    /** The length of the next argument has not been read. */
    private static final int UNKNOWN = -1;

    /** The next argument has been handed in, its CRLF has not been read. */
    private static final int ELSEWHERE = -2;

    private static final byte[] NO_BYTES = {};

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfInt FOUR_BYTES =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong EIGHT_BYTES =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** '*', a digit, CRLF, '$', a digit, CRLF; in the order of {@link #EIGHT_BYTES}. */
    private static final long SHORT_HEAD = 0x0A0D_0024_0A0D_002AL;
    private static final long SHORT_HEAD_BUT_DIGITS = 0xFFFF_00FF_FFFF_00FFL;

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
    private static final String INVALID_END =
            "Protocol error: an argument does not end with CRLF";
    private static final String UNAUTHENTICATED_COUNT =
            "Protocol error: unauthenticated multibulk length";
    private static final String UNAUTHENTICATED_LENGTH =
            "Protocol error: unauthenticated bulk length";

    private final RequestLimits limits;
    private final InlineArguments inlineArguments;
    private final boolean strict;

    /** The highest count of one digit that is within the limits. */
    private final int digitCountMax;

    /** The highest length of one digit that is within the limits. */
    private final int digitLengthMax;

    private int bulkBytesMax;
    private boolean authenticated;

    /** Arguments still to come; 0: the first line of the request is not complete. */
    private int argumentsLeft;

    /** Bytes of the next argument, or {@link #UNKNOWN} or {@link #ELSEWHERE}. */
    private int bulkLength = UNKNOWN;

    /** Where to go on, counted from the request's first byte. */
    private int position;

    /** Bytes from {@link #position} on that do not hold the end of the current line. */
    private int scanned;

    /** Where the request began in the memory of the last call. */
    private int origin;

    private int bytesWanted = 1;

    /** Large arguments of the request that have been handed in. */
    private int largeCount;

    /** The array parsed last, as memory. */
    private MemorySegment arrayMemory = MemorySegment.NULL;

    private byte[] array = NO_BYTES;

    public RequestParser(RequestLimits limits) {
        this(limits, false);
    }

    private RequestParser(RequestLimits limits, boolean strict) {
        this.limits = limits;
        this.strict = strict;
        inlineArguments = new InlineArguments(limits.argumentsMax());
        digitCountMax = Math.min(limits.argumentsMax(), 9);
        digitLengthMax = Math.min(limits.bulkBytesMax(), 9);
        authenticated(true);
    }

    /** A parser that, unlike Redis, refuses arguments which do not end with CRLF. */
    public static RequestParser strict(RequestLimits limits) {
        return new RequestParser(limits, true);
    }

    /**
     * Parses one request.
     *
     * <p>After a 0, call again when there are more bytes, with the same bytes again from {@code
     * from} on, large arguments that were handed in left out; they may have moved to another place or
     * memory. Handing in the same {@code argv}, unused by others meanwhile, saves reading the
     * arguments found so far again, and is a must once a large one was handed in.
     *
     * @param from where the request begins
     * @param to where the bytes that have arrived end
     * @param argv holds the arguments when the request is complete, and is undefined until then
     * @return the bytes of the request when it is complete, large arguments that were handed in not
     *     counted, with {@code argv.count()} 0 for one that asks nothing (an empty line, {@code *0});
     *     0 when it is incomplete
     */
    public int parse(MemorySegment memory, int from, int to, Argv argv) throws ProtocolException {
        boolean parsed = false;
        try {
            int bytes = request(memory, from, to, argv);
            parsed = true;
            return bytes;
        } finally {
            if (!parsed) {
                reset();
                argv.clear();
            }
        }
    }

    /** Like the method for memory, for an array. */
    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    public int parse(byte[] bytes, int from, int to, Argv argv) throws ProtocolException {
        if (array != bytes) {
            arrayMemory = MemorySegment.ofArray(bytes);
            array = bytes;
        }
        return parse(arrayMemory, from, to, argv);
    }

    private int request(MemorySegment memory, int from, int to, Argv argv)
            throws ProtocolException {
        if (argumentsLeft > 0) {
            if (argv.isFilledBy(this)) {
                argv.rebase(memory, from - origin);
                origin = from;
                int at = from + position;
                return bulkLength == ELSEWHERE
                        ? afterLarge(memory, from, at, to, argv)
                        : arguments(memory, from, at, to, argumentsLeft, bulkLength, argv);
            }
            if (largeCount > 0) {
                throw new IllegalStateException("not the Argv that holds the large arguments");
            }
            reset();
        }
        argv.fillFor(this, memory);
        // Most requests have up to nine arguments, the first of up to nine bytes: seen with one look.
        if (to - from >= Long.BYTES) {
            long head = memory.get(EIGHT_BYTES, from);
            int count = (int) (head >> 8 & 0xFF) - '0';
            int length = (int) (head >> 40 & 0xFF) - '0';
            if ((head & SHORT_HEAD_BUT_DIGITS) == SHORT_HEAD
                    && count > 0
                    && count <= digitCountMax
                    && length >= 0
                    && length <= digitLengthMax) {
                scanned = 0;
                return arguments(memory, from, from + Long.BYTES, to, count, length, argv);
            }
        }
        if (from >= to) {
            bytesWanted = 1;
            return 0;
        }
        if (memory.get(BYTE, from) != '*') {
            return inline(memory, from, to, argv);
        }
        int lineEnd = lineEnd(memory, from, to, COUNT_LINE_TOO_BIG);
        if (lineEnd < 0) {
            return 0;
        }
        int count = count(memory, from, lineEnd);
        int at = lineEnd + 2;
        return count == 0 ? at - from : arguments(memory, from, at, to, count, UNKNOWN, argv);
    }

    /**
     * The length of the argument that is incomplete after a call that returned 0, if it is a large
     * one; otherwise 0.
     */
    public int largeBytes() {
        return argumentsLeft > 0 && bulkLength > limits.largeBytesMin() ? bulkLength : 0;
    }

    /**
     * Where the argument of {@link #largeBytes} begins, counted from the request's first byte. What
     * has arrived from there on belongs to it, except for what is beyond its length.
     */
    public int largeAt() {
        return position;
    }

    /**
     * Hands in the argument of {@link #largeBytes}: its bytes stand in {@code content}, which {@code
     * argv} takes over, and no longer in the buffer, where those behind it follow at {@link
     * #largeAt}.
     *
     * @param argv that of the last call, unused by others since
     * @throws OutOfMemoryError when there is no heap for it; nothing has changed then
     */
    public void largeArrived(Pieces content, Argv argv) {
        int length = largeBytes();
        if (length == 0 || content.length() != length || !argv.isFilledBy(this)) {
            throw new IllegalStateException(content.length() + " bytes for " + length);
        }
        argv.addLarge(content);
        largeCount++;
        bulkLength = ELSEWHERE;
        bytesWanted = 2;
    }

    /** Forgets an incomplete request; its large arguments are still its {@link Argv}'s. */
    public void reset() {
        argumentsLeft = 0;
        largeCount = 0;
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

    /** Goes on behind an argument that was handed in, with its CRLF. */
    private int afterLarge(MemorySegment memory, int from, int at, int to, Argv argv)
            throws ProtocolException {
        if (to - at < 2) {
            bytesWanted = 2 - Math.max(0, to - at);
            return 0;
        }
        if (strict) {
            checkEnd(memory, at);
        }
        bulkLength = UNKNOWN;
        scanned = 0;
        if (argumentsLeft > 1) {
            return arguments(memory, from, at + 2, to, argumentsLeft - 1, UNKNOWN, argv);
        }
        return complete(memory, at + 2 - from, argv);
    }

    /**
     * Collects the arguments that are left.
     *
     * @param firstAt where the length line of the next one begins, or its content if {@code
     *     firstLength} is known
     */
    private int arguments(
            MemorySegment memory, int from, int firstAt, int to, int count, int firstLength,
            Argv argv)
            throws ProtocolException {
        int at = firstAt;
        int left = count;
        int length = firstLength;
        do {
            if (length == UNKNOWN) {
                // Most lengths have one or two digits, and are seen with one look at four bytes.
                if (to - at >= 5) {
                    int line = memory.get(FOUR_BYTES, at);
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
                    int lineEnd = lineEnd(memory, at, to, LENGTH_LINE_TOO_BIG);
                    if (lineEnd < 0) {
                        return suspend(at - from, from, left, UNKNOWN);
                    }
                    length = length(memory, at, lineEnd);
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
        return complete(memory, at - from, argv);
    }

    private int complete(MemorySegment memory, int bytes, Argv argv) throws ProtocolException {
        argumentsLeft = 0;
        largeCount = 0;
        if (strict) {
            for (int i = 0; i < argv.count(); i++) {
                if (!argv.isLarge(i)) {
                    checkEnd(memory, argv.offset(i) + argv.length(i));
                }
            }
        }
        return bytes;
    }

    private static void checkEnd(MemorySegment memory, int at) throws ProtocolException {
        if (memory.get(BYTE, at) != '\r' || memory.get(BYTE, at + 1L) != '\n') {
            throw new ProtocolException(INVALID_END);
        }
    }

    private int suspend(int at, int from, int left, int length) {
        position = at;
        origin = from;
        argumentsLeft = left;
        bulkLength = length;
        return 0;
    }

    private int inline(MemorySegment memory, int from, int to, Argv argv) throws ProtocolException {
        int newline = find((byte) '\n', memory, from, to, INLINE_TOO_BIG);
        if (newline < 0) {
            return 0;
        }
        scanned = 0;
        int end = newline > from && memory.get(BYTE, newline - 1L) == '\r' ? newline - 1 : newline;
        inlineArguments.split(memory, from, end, argv);
        return newline + 1 - from;
    }

    /**
     * The position of the '\r' that ends the line at {@code from}, or -1 as long as it and the byte
     * after it have not both arrived. What that byte is makes no difference.
     */
    private int lineEnd(MemorySegment memory, int from, int to, String tooBig)
            throws ProtocolException {
        int end = find((byte) '\r', memory, from, to, tooBig);
        if (end + 1 == to) {
            scanned = end - from;
            bytesWanted = 1;
            return -1;
        }
        return end;
    }

    /**
     * The position of {@code wanted} in the line at {@code from}, or -1 as long as it has not
     * arrived. The limit is on what has arrived without an end, as in Redis.
     */
    private int find(byte wanted, MemorySegment memory, int from, int to, String tooBig)
            throws ProtocolException {
        for (int at = from + scanned; at < to; at++) {
            if (memory.get(BYTE, at) == wanted) {
                return at;
            }
        }
        if (to - from > limits.inlineBytesMax()) {
            throw new ProtocolException(tooBig);
        }
        scanned = to - from;
        bytesWanted = 1;
        return -1;
    }

    /** Reads the line that announces the number of arguments. */
    private int count(MemorySegment memory, int from, int lineEnd) throws ProtocolException {
        scanned = 0;
        int digits = lineEnd - from - 1;
        if (!Decimal.isLong(memory, from + 1, digits)) {
            throw new ProtocolException(INVALID_COUNT);
        }
        long count = Decimal.read(memory, from + 1, digits);
        if (count > limits.argumentsMax()) {
            throw new ProtocolException(INVALID_COUNT);
        }
        if (count > UNAUTHENTICATED_ARGUMENTS_MAX && !authenticated) {
            throw new ProtocolException(UNAUTHENTICATED_COUNT);
        }
        return (int) Math.max(count, 0);
    }

    /** Reads the line that announces the length of an argument. */
    private int length(MemorySegment memory, int from, int lineEnd) throws ProtocolException {
        byte type = memory.get(BYTE, from);
        if (type != '$') {
            throw new ProtocolException(
                    "Protocol error: expected '$', got '" + shown(type) + "'");
        }
        int digits = lineEnd - from - 1;
        if (!Decimal.isLong(memory, from + 1, digits)) {
            throw new ProtocolException(INVALID_LENGTH);
        }
        long length = Decimal.read(memory, from + 1, digits);
        if (length < 0 || length > limits.bulkBytesMax()) {
            throw new ProtocolException(INVALID_LENGTH);
        }
        if (length > bulkBytesMax) {
            throw new ProtocolException(UNAUTHENTICATED_LENGTH);
        }
        return (int) length;
    }

    /** The byte as a character of a one-line message. */
    private static char shown(byte b) {
        return b == '\r' || b == '\n' ? ' ' : (char) (b & 0xFF);
    }
}
