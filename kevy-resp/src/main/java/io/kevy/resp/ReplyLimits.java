package io.kevy.resp;

/**
 * What one reply may claim. A reply beyond a limit ends in a {@link ProtocolException}; nothing is
 * allocated for a claim within it until the bytes arrive.
 *
 * @param bulkBytesMax bytes of one string
 * @param elementsMax replies within one aggregate, the keys of a map included
 * @param lineBytesMax bytes of a line before its end: of a status, an error, a number
 * @param depthMax aggregates within one another
 */
public record ReplyLimits(int bulkBytesMax, int elementsMax, int lineBytesMax, int depthMax) {

    public ReplyLimits {
        RequestLimits.requireWithin("bulkBytesMax", bulkBytesMax, 1, 2047 << 20);
        RequestLimits.requireWithin("elementsMax", elementsMax, 1, Integer.MAX_VALUE);
        RequestLimits.requireWithin("lineBytesMax", lineBytesMax, 32, 2047 << 20);
        RequestLimits.requireWithin("depthMax", depthMax, 1, 1024);
    }

    /** 512 MiB, 2^31 - 1 elements, lines of 1 MiB, 64 deep: nothing a Redis server sends is refused. */
    public static ReplyLimits redis() {
        return new ReplyLimits(512 << 20, Integer.MAX_VALUE, 1 << 20, 64);
    }
}
