package io.kevy.resp;

/**
 * What one request may claim. A request beyond a limit ends in a {@link ProtocolException};
 * nothing is allocated for a claim within it until the bytes arrive.
 *
 * @param argumentsMax arguments of one request; beyond it "invalid multibulk length"
 * @param bulkBytesMax bytes of one argument; beyond it "invalid bulk length"
 * @param inlineBytesMax bytes of a line whose end has not arrived: of an inline request, beyond it "too big
 *     inline request", and of the line that announces a count or a length, beyond it "too big
 *     mbulk count string" and "too big bulk count string"
 * @param largeBytesMin an argument of more bytes is announced by {@link RequestParser#largeBytes} as
 *     long as it is incomplete
 */
public record RequestLimits(
        int argumentsMax, int bulkBytesMax, int inlineBytesMax, int largeBytesMin) {
    private static final int LARGE_BYTES_MIN = 64 << 10;

    public RequestLimits {
        requireWithin("argumentsMax", argumentsMax, 1, Integer.MAX_VALUE);
        requireWithin("bulkBytesMax", bulkBytesMax, 1, 2047 << 20);
        requireWithin("inlineBytesMax", inlineBytesMax, 16, 2047 << 20);
        requireWithin("largeBytesMin", largeBytesMin, 1, Integer.MAX_VALUE);
    }

    /** With arguments of more than 64 KiB being large. */
    public RequestLimits(int argumentsMax, int bulkBytesMax, int inlineBytesMax) {
        this(argumentsMax, bulkBytesMax, inlineBytesMax, LARGE_BYTES_MIN);
    }

    /** 2,147,483,647 arguments of up to 512 MiB, lines of up to 64 KiB. */
    public static RequestLimits redis() {
        return new RequestLimits(Integer.MAX_VALUE, 512 << 20, 64 << 10);
    }

    static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be within " + least + " and " + most);
        }
    }
}
