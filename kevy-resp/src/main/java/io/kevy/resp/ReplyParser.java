package io.kevy.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies of RESP2 and RESP3 as values from bytes as they arrive. Attributes are read and
 * dropped.
 *
 * <p>Resumable: what one call read of an incomplete reply, the next one goes on from. A parser is
 * for one stream and not safe for use by several threads. After a {@link ProtocolException} it is
 * ready for another stream.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
public final class ReplyParser {
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
     * from} on; they may have moved to another place or array.
     *
     * @return the reply, of {@link #consumed()} bytes; null while it is incomplete
     */
    public @Nullable Reply parse(byte[] bytes, int from, int to) throws ProtocolException {
        try {
            return resume(bytes, from, to);
        } catch (ProtocolException e) {
            reset();
            throw e;
        }
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

    private @Nullable Reply resume(byte[] bytes, int from, int to) throws ProtocolException {
        while (true) {
            int at = from + position;
            int lineEnd = ReplyLine.end(bytes, at, to, scanned, limits.lineBytesMax());
            if (lineEnd < 0) {
                // A '\r' at the very end is looked at again, together with what follows it.
                scanned = Math.max(0, to - at - 1);
                return null;
            }
            int contentAt = lineEnd + 2;
            int next = contentAt;
            Reply reply;
            switch (bytes[at]) {
                case '$', '!', '=' -> {
                    int length = ReplyLine.length(bytes, at, lineEnd, limits.bulkBytesMax());
                    if (length < 0) {
                        reply = NULL;
                    } else if (to - contentAt - 2 < length) {
                        return null;
                    } else {
                        next = contentAt + length + 2;
                        reply = string(bytes, bytes[at], contentAt, length);
                    }
                }
                case '*', '~', '>', '%', '|' -> reply = openAggregate(bytes, at, lineEnd);
                default -> reply = scalar(bytes, at, lineEnd);
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
    private @Nullable Reply openAggregate(byte[] bytes, int at, int lineEnd)
            throws ProtocolException {
        byte type = bytes[at];
        boolean pairs = type == '%' || type == '|';
        int max = pairs ? limits.elementsMax() / 2 : limits.elementsMax();
        int count = ReplyLine.length(bytes, at, lineEnd, max);
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

    private static Reply string(byte[] bytes, byte type, int at, int length)
            throws ProtocolException {
        expect(bytes[at + length] == '\r' && bytes[at + length + 1] == '\n', "unterminated string");
        if (type == '!') {
            return new Reply.ErrorReply(latin1(bytes, at, length));
        }
        if (type == '$') {
            return new Reply.Bulk(Arrays.copyOfRange(bytes, at, at + length));
        }
        int textAt = at + FORMAT_CHARS + 1;
        expect(length > FORMAT_CHARS && bytes[textAt - 1] == ':', "verbatim string without format");
        return new Reply.Verbatim(
                latin1(bytes, at, FORMAT_CHARS), Arrays.copyOfRange(bytes, textAt, at + length));
    }

    private static Reply scalar(byte[] bytes, int lineAt, int end) throws ProtocolException {
        int at = lineAt + 1;
        int length = end - at;
        return switch (bytes[lineAt]) {
            case '+' -> new Reply.Simple(latin1(bytes, at, length));
            case '-' -> new Reply.ErrorReply(latin1(bytes, at, length));
            case ':' -> {
                boolean plus = length > 1 && bytes[at] == '+' && bytes[at + 1] != '-';
                int digitsAt = plus ? at + 1 : at;
                expect(Decimal.isLong(bytes, digitsAt, end - digitsAt), "invalid integer");
                yield new Reply.Int(Decimal.read(bytes, digitsAt, end - digitsAt));
            }
            case '_' -> {
                expect(length == 0, "invalid null");
                yield NULL;
            }
            case '#' -> {
                expect(length == 1 && (bytes[at] == 't' || bytes[at] == 'f'), "invalid boolean");
                yield new Reply.Bool(bytes[at] == 't');
            }
            case ',' -> new Reply.Real(real(latin1(bytes, at, length)));
            case '(' -> {
                expect(isBigNumber(bytes, at, end), "invalid big number");
                yield new Reply.BigNumber(latin1(bytes, at, length));
            }
            default -> throw ReplyLine.unknownType(bytes[lineAt]);
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

    private static boolean isBigNumber(byte[] bytes, int from, int end) {
        int at = from < end && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        if (at == end) {
            return false;
        }
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at == end;
    }

    private static String latin1(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
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
