package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds where replies end without looking into them, for a caller that only counts; allocates
 * nothing. Keeps no state between calls, so that a reply is best scanned once it is likely complete.
 */
public final class ReplyScanner {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private ReplyScanner() {}

    /**
     * Finds the end of the reply that begins at {@code from}, attributes before it included.
     *
     * @return the position after the whole reply, or -1 while it is incomplete
     * @throws ProtocolException for an unknown type and for a length that is none
     */
    public static int end(MemorySegment memory, int from, int to) throws ProtocolException {
        int at = from;
        long open = 1;
        while (open > 0) {
            int lineEnd = ReplyLine.end(memory, at, to, 0, Integer.MAX_VALUE);
            if (lineEnd < 0) {
                return -1;
            }
            byte type = memory.get(BYTE, at);
            int next = lineEnd + 2;
            open--;
            switch (type) {
                case '+', '-', ':', '_', ',', '#', '(' -> {}
                case '$', '!', '=' -> {
                    int length = ReplyLine.length(memory, at, lineEnd, Integer.MAX_VALUE);
                    if (length >= 0) {
                        if (to - next - 2 < length) {
                            return -1;
                        }
                        next += length + 2;
                    }
                }
                case '*', '~', '>' ->
                    open += Math.max(0, ReplyLine.length(memory, at, lineEnd, Integer.MAX_VALUE));
                case '%' ->
                    open += 2L * ReplyLine.length(memory, at, lineEnd, Integer.MAX_VALUE);
                case '|' ->
                    open += 2L * ReplyLine.length(memory, at, lineEnd, Integer.MAX_VALUE) + 1;
                default -> throw ReplyLine.unknownType(type);
            }
            at = next;
        }
        return at;
    }

    /** Like the method for memory, for an array. */
    public static int end(byte[] bytes, int from, int to) throws ProtocolException {
        return end(MemorySegment.ofArray(bytes), from, to);
    }
}
