package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The first line of a reply: a type byte, then a number or a text, then CRLF. */
final class ReplyLine {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private ReplyLine() {}

    /**
     * Finds the '\r' of the CRLF that ends the line.
     *
     * @param scanned bytes of the line known to hold no '\r'
     * @param bytesMax bytes allowed before the end
     * @return its position, or -1 while the CRLF has not arrived
     */
    static int end(MemorySegment memory, int from, int to, int scanned, int bytesMax)
            throws ProtocolException {
        for (int at = from + scanned; at < to; at++) {
            if (memory.get(BYTE, at) == '\r') {
                if (at - from > bytesMax) {
                    break;
                }
                if (at + 1 == to) {
                    return -1;
                }
                if (memory.get(BYTE, at + 1L) != '\n') {
                    throw new ProtocolException("Protocol error: line feed expected in reply");
                }
                return at;
            }
        }
        if (to - from > bytesMax) {
            throw new ProtocolException("Protocol error: too big line in reply");
        }
        return -1;
    }

    /** The length or count of the line; -1, for a null, only where the type has one. */
    static int length(MemorySegment memory, int from, int lineEnd, int max)
            throws ProtocolException {
        int digits = lineEnd - from - 1;
        if (Decimal.isLong(memory, from + 1, digits)) {
            long length = Decimal.read(memory, from + 1, digits);
            boolean nullable = memory.get(BYTE, from) == '$' || memory.get(BYTE, from) == '*';
            if (length <= max && (length >= 0 || (length == -1 && nullable))) {
                return (int) length;
            }
        }
        throw new ProtocolException("Protocol error: invalid length in reply");
    }

    static ProtocolException unknownType(byte type) {
        return new ProtocolException("Protocol error: unknown reply type " + (type & 0xFF));
    }
}
