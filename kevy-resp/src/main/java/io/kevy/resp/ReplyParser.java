package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies of RESP2 and RESP3 as values from bytes as they arrive. Attributes are read and
 * dropped.
 *
 * <p>Resumable: what one call read of an incomplete reply, the next one goes on from. A parser is
 * for one stream and not safe for use by several threads. Whatever {@link #parse}
 * throws, it is then ready for another stream.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
public final class ReplyParser {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final Reply NULL = new Reply.Null();
    private static final int FORMAT_CHARS = 3;

    private final ReplyLimits limits;

    /** Where to go on, counted from the reply's first byte. */
    private int position;

    /** Bytes from {@link #position} on that do not hold the end of the current line. */
    private int scanned;

    /** The innermost aggregate that is incomplete. */
    private @Nullable Aggregate open;

    private int consumed;

    public ReplyParser() {
        this(ReplyLimits.redis());
    }

    public ReplyParser(ReplyLimits limits) {
        this.limits = limits;
    }

    /**
     * Parses one reply.
     *
     * <p>After a null, call again when there are more bytes, with the same bytes again from {@code
     * from} on; they may have moved to another place or memory.
     *
     * @return the reply, of {@link #consumed()} bytes; null while it is incomplete
     */
    public @Nullable Reply parse(MemorySegment memory, int from, int to) throws ProtocolException {
        boolean parsed = false;
        try {
            var reply = resume(memory, from, to);
            parsed = true;
            return reply;
        } finally {
            if (!parsed) {
                reset();
            }
        }
    }

    /** Like the method for memory, for an array. */
    public @Nullable Reply parse(byte[] bytes, int from, int to) throws ProtocolException {
        return parse(MemorySegment.ofArray(bytes), from, to);
    }

    /** Bytes of the last reply that was complete, attributes before it included. */
    public int consumed() {
        return consumed;
    }

    /** Forgets an incomplete reply. */
    public void reset() {
        position = 0;
        scanned = 0;
        open = null;
    }

    private @Nullable Reply resume(MemorySegment memory, int from, int to)
            throws ProtocolException {
        while (true) {
            int at = from + position;
            int lineEnd = ReplyLine.end(memory, at, to, scanned, limits.lineBytesMax());
            if (lineEnd < 0) {
                // A '\r' at the very end is looked at again, together with what follows it.
                scanned = Math.max(0, to - at - 1);
                return null;
            }
            int contentAt = lineEnd + 2;
            int next = contentAt;
            Reply reply;
            switch (memory.get(BYTE, at)) {
                case '$', '!', '=' -> {
                    int length = ReplyLine.length(memory, at, lineEnd, limits.bulkBytesMax());
                    if (length < 0) {
                        reply = NULL;
                    } else if (to - contentAt - 2 < length) {
                        return null;
                    } else {
                        next = contentAt + length + 2;
                        reply = string(memory, memory.get(BYTE, at), contentAt, length);
                    }
                }
                case '*', '~', '>', '%', '|' -> reply = openAggregate(memory, at, lineEnd);
                default -> reply = scalar(memory, at, lineEnd);
            }
            position = next - from;
            scanned = 0;
            reply = closeAggregates(reply);
            if (reply != null) {
                consumed = position;
                reset();
                return reply;
            }
        }
    }

    /** Begins an aggregate, or returns the one reply that needs no elements. */
    private @Nullable Reply openAggregate(MemorySegment memory, int at, int lineEnd)
            throws ProtocolException {
        byte type = memory.get(BYTE, at);
        boolean pairs = type == '%' || type == '|';
        int max = pairs ? limits.elementsMax() / 2 : limits.elementsMax();
        int count = ReplyLine.length(memory, at, lineEnd, max);
        if (count < 0) {
            return NULL;
        }
        Aggregate aggregate = new Aggregate(type, pairs ? 2 * count : count, open);
        if (count == 0) {
            return aggregate.reply();
        }
        if (aggregate.depth > limits.depthMax()) {
            throw new ProtocolException("Protocol error: too deeply nested reply");
        }
        open = aggregate;
        return null;
    }

    /**
     * Hands a reply to the innermost aggregate, that one to the next outer one if it is complete now,
     * and so on.
     *
     * @return the reply that belongs to no aggregate; null while there is none
     */
    private @Nullable Reply closeAggregates(@Nullable Reply first) {
        Reply reply = first;
        Aggregate aggregate = open;
        while (reply != null && aggregate != null) {
            aggregate.elements.add(reply);
            if (aggregate.elements.size() < aggregate.count) {
                return null;
            }
            reply = aggregate.reply();
            aggregate = aggregate.outer;
            open = aggregate;
        }
        return reply;
    }

    private static Reply string(MemorySegment memory, byte type, int at, int length)
            throws ProtocolException {
        expect(memory.get(BYTE, at + (long) length) == '\r'
                && memory.get(BYTE, at + length + 1L) == '\n', "unterminated string");
        if (type == '!') {
            return new Reply.ErrorReply(latin1(memory, at, length));
        }
        if (type == '$') {
            return new Reply.Bulk(copy(memory, at, at + length));
        }
        int textAt = at + FORMAT_CHARS + 1;
        expect(length > FORMAT_CHARS && memory.get(BYTE, textAt - 1L) == ':',
                "verbatim string without format");
        return new Reply.Verbatim(
                latin1(memory, at, FORMAT_CHARS), copy(memory, textAt, at + length));
    }

    private static Reply scalar(MemorySegment memory, int lineAt, int end)
            throws ProtocolException {
        int at = lineAt + 1;
        int length = end - at;
        return switch (memory.get(BYTE, lineAt)) {
            case '+' -> new Reply.Simple(latin1(memory, at, length));
            case '-' -> new Reply.ErrorReply(latin1(memory, at, length));
            case ':' -> {
                boolean plus = length > 1 && memory.get(BYTE, at) == '+'
                        && memory.get(BYTE, at + 1L) != '-';
                int digitsAt = plus ? at + 1 : at;
                expect(Decimal.isLong(memory, digitsAt, end - digitsAt), "invalid integer");
                yield new Reply.Int(Decimal.read(memory, digitsAt, end - digitsAt));
            }
            case '_' -> {
                expect(length == 0, "invalid null");
                yield NULL;
            }
            case '#' -> {
                expect(length == 1 && (memory.get(BYTE, at) == 't' || memory.get(BYTE, at) == 'f'),
                        "invalid boolean");
                yield new Reply.Bool(memory.get(BYTE, at) == 't');
            }
            case ',' -> new Reply.Real(real(latin1(memory, at, length)));
            case '(' -> {
                expect(isBigNumber(memory, at, end), "invalid big number");
                yield new Reply.BigNumber(latin1(memory, at, length));
            }
            default -> throw ReplyLine.unknownType(memory.get(BYTE, lineAt));
        };
    }

    private static double real(String text) throws ProtocolException {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> finite(text);
        };
    }

    private static double finite(String text) throws ProtocolException {
        // Only what a number is made of: parseDouble also knows blanks, suffixes and names.
        for (int i = 0; i < text.length(); i++) {
            expect("0123456789+-.eE".indexOf(text.charAt(i)) >= 0, "invalid double");
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ProtocolException("Protocol error: invalid double in reply");
        }
    }

    private static boolean isBigNumber(MemorySegment memory, int from, int end) {
        int at = from < end && (memory.get(BYTE, from) == '-' || memory.get(BYTE, from) == '+')
                ? from + 1
                : from;
        if (at == end) {
            return false;
        }
        while (at < end && memory.get(BYTE, at) >= '0' && memory.get(BYTE, at) <= '9') {
            at++;
        }
        return at == end;
    }

    private static byte[] copy(MemorySegment memory, int from, int to) {
        byte[] target = new byte[to - from];
        MemorySegment.copy(memory, BYTE, from, target, 0, target.length);
        return target;
    }

    private static String latin1(MemorySegment memory, int at, int length) {
        return new String(copy(memory, at, at + length), StandardCharsets.ISO_8859_1);
    }

    private static void expect(boolean met, String otherwise) throws ProtocolException {
        if (!met) {
            throw new ProtocolException("Protocol error: " + otherwise + " in reply");
        }
    }

    /** An aggregate whose elements are arriving; the list grows with them, not with the count. */
    private static final class Aggregate {
        final byte type;
        final int count;
        final @Nullable Aggregate outer;
        final int depth;
        final List<Reply> elements = new ArrayList<>();

        Aggregate(byte type, int count, @Nullable Aggregate outer) {
            this.type = type;
            this.count = count;
            this.outer = outer;
            depth = outer == null ? 1 : outer.depth + 1;
        }

        /** The aggregate as a reply; null for attributes, which are none. */
        @Nullable Reply reply() {
            return switch (type) {
                case '*' -> new Reply.Array(Collections.unmodifiableList(elements));
                case '~' -> new Reply.SetReply(Collections.unmodifiableList(elements));
                case '>' -> new Reply.Push(Collections.unmodifiableList(elements));
                case '%' -> new Reply.MapReply(pairs());
                default -> null;
            };
        }

        private List<Map.Entry<Reply, Reply>> pairs() {
            List<Map.Entry<Reply, Reply>> pairs = new ArrayList<>(elements.size() / 2);
            for (int i = 0; i < elements.size(); i += 2) {
                pairs.add(Map.entry(elements.get(i), elements.get(i + 1)));
            }
            return Collections.unmodifiableList(pairs);
        }
    }
}
