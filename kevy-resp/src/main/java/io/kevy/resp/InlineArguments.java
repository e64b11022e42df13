package io.kevy.resp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Splits the line of an inline request at blanks, with quotes and escapes as Redis's {@code
 * sdssplitargs} knows them: in double quotes {@code \xHH \n \r \t \b \a} and any other character
 * after a backslash as itself, in single quotes only {@code \'}; a closing quote ends the argument.
 *
 * <p>The arguments of a line without quotes are slices of the line. One with quotes is decoded into
 * memory that this object keeps and overwrites at the next such line.
 */
final class InlineArguments {
    private static final String UNBALANCED = "Protocol error: unbalanced quotes in request";
    private static final String TOO_BIG = "Protocol error: too big inline request";

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final int argumentsMax;
    private MemorySegment decoded = MemorySegment.NULL;

    InlineArguments(int argumentsMax) {
        this.argumentsMax = argumentsMax;
    }

    /** Appends the arguments of the line to {@code argv}, which may then be of other memory. */
    void split(MemorySegment memory, int from, int end, Argv argv) throws ProtocolException {
        int at = from;
        while (true) {
            while (at < end && isSpace(memory.get(BYTE, at))) {
                at++;
            }
            if (at == end) {
                return;
            }
            int start = at;
            while (at < end && !endsWord(memory.get(BYTE, at))) {
                if (memory.get(BYTE, at) == '"' || memory.get(BYTE, at) == '\'') {
                    decode(memory, from, end, argv);
                    return;
                }
                at++;
            }
            add(argv, start, at - start);
        }
    }

    private void decode(MemorySegment memory, int from, int end, Argv argv)
            throws ProtocolException {
        var target = room(end - from, memory.isNative());
        argv.clear(target);
        int at = from;
        int filled = 0;
        while (true) {
            while (at < end && isSpace(memory.get(BYTE, at))) {
                at++;
            }
            if (at == end) {
                return;
            }
            int start = filled;
            byte quote = 0;
            boolean closed = false;
            while (at < end && !closed && (quote != 0 || !endsWord(memory.get(BYTE, at)))) {
                byte b = memory.get(BYTE, at++);
                if (quote == 0 && (b == '"' || b == '\'')) {
                    quote = b;
                } else if (quote != 0 && b == quote) {
                    if (at < end && !isSpace(memory.get(BYTE, at))) {
                        throw new ProtocolException(UNBALANCED);
                    }
                    closed = true;
                } else if (b == '\\' && quote == '"' && at < end) {
                    if (memory.get(BYTE, at) == 'x' && at + 2 < end
                            && isHex(memory.get(BYTE, at + 1L), memory.get(BYTE, at + 2L))) {
                        target.set(BYTE, filled++,
                                hex(memory.get(BYTE, at + 1L), memory.get(BYTE, at + 2L)));
                        at += 3;
                    } else {
                        target.set(BYTE, filled++, escaped(memory.get(BYTE, at++)));
                    }
                } else if (b == '\\' && quote == '\'' && at < end && memory.get(BYTE, at) == '\'') {
                    target.set(BYTE, filled++, (byte) '\'');
                    at++;
                } else {
                    target.set(BYTE, filled++, b);
                }
            }
            if (quote != 0 && !closed) {
                throw new ProtocolException(UNBALANCED);
            }
            add(argv, start, filled - start);
        }
    }

    /** Memory of the kind that the line stands in, so that what reads arguments sees one kind. */
    private MemorySegment room(int bytes, boolean inNative) {
        if (decoded.byteSize() < bytes || decoded.isNative() != inNative) {
            decoded =
                    inNative
                            ? Arena.ofAuto().allocate(bytes)
                            : MemorySegment.ofArray(new byte[bytes]);
        }
        return decoded;
    }

    private void add(Argv argv, int offset, int length) throws ProtocolException {
        if (argv.count() == argumentsMax) {
            throw new ProtocolException(TOO_BIG);
        }
        argv.add(offset, length);
    }

    /** Whether the byte may stand between two arguments: also vertical tab and form feed. */
    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Whether the byte ends an argument outside quotes: not vertical tab nor form feed. */
    private static boolean endsWord(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static byte escaped(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private static boolean isHex(byte high, byte low) {
        return Character.digit(high, 16) >= 0 && Character.digit(low, 16) >= 0;
    }

    private static byte hex(byte high, byte low) {
        return (byte) (Character.digit(high, 16) << 4 | Character.digit(low, 16));
    }
}
