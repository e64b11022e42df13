package io.kevy.resp;

/** The first line of a reply: a type byte, then a number or a text, then CRLF. */
final class ReplyLine {
    private ReplyLine() {}

    /**
     * Finds the '\r' of the CRLF that ends the line.
     *
     * @param scanned bytes of the line known to hold no '\r'
     * @param bytesMax bytes allowed before the end
     * @return its position, or -1 while the CRLF has not arrived
     */
    static int end(byte[] bytes, int from, int to, int scanned, int bytesMax)
            throws ProtocolException {
        for (int at = from + scanned; at < to; at++) {
            if (bytes[at] == '\r') {
                if (at - from > bytesMax) {
                    break;
                }
                if (at + 1 == to) {
                    return -1;
                }
                if (bytes[at + 1] != '\n') {
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
    static int length(byte[] bytes, int from, int lineEnd, int max) throws ProtocolException {
        int digits = lineEnd - from - 1;
        if (Decimal.isLong(bytes, from + 1, digits)) {
            long length = Decimal.read(bytes, from + 1, digits);
            boolean nullable = bytes[from] == '$' || bytes[from] == '*';
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
