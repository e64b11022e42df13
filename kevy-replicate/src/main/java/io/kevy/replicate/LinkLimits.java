package io.kevy.replicate;

/**
 * What one {@link PrimaryLink} may cost its shard.
 *
 * @param handshakeBytesMax bytes of a handshake; a longer one closes the link
 * @param outputBytesMax bytes waiting for the socket. No frame or chunk is added while half of them
 *     are pending; a link that reaches them all is closed
 * @param pumpBytesMax bytes that one turn moves to the output
 * @param chunkBytesMax bytes of one snapshot chunk, at most 65536; longer pieces are split
 * @param inputBytesMax bytes that a replica may send after its handshake. They are discarded; more
 *     of them close the link
 */
public record LinkLimits(
        int handshakeBytesMax,
        int outputBytesMax,
        int pumpBytesMax,
        int chunkBytesMax,
        int inputBytesMax) {
    /** The longest chunk that a replica takes. */
    public static final int CHUNK_BYTES_MAX = 65536;

    /** {@code $65536\r\n} before a chunk and {@code \r\n} after it. */
    static final int CHUNK_FRAMING_BYTES_MAX = 10;

    public LinkLimits {
        check(handshakeBytesMax >= 64, "handshakeBytesMax", handshakeBytesMax);
        check(chunkBytesMax >= 1 && chunkBytesMax <= CHUNK_BYTES_MAX, "chunkBytesMax",
                chunkBytesMax);
        check(
                pumpBytesMax >= chunkBytesMax + CHUNK_FRAMING_BYTES_MAX,
                "pumpBytesMax (a whole chunk must fit)",
                pumpBytesMax);
        check(
                outputBytesMax >= pumpBytesMax && outputBytesMax / 2 >= chunkBytesMax,
                "outputBytesMax (a turn and two chunks must fit)",
                outputBytesMax);
        check(inputBytesMax >= 0, "inputBytesMax", inputBytesMax);
    }

    private static void check(boolean holds, String component, int value) {
        if (!holds) {
            throw new IllegalArgumentException(component + ": " + value);
        }
    }

    /**
     * 4 KiB of handshake, 4 MiB of output, 256 KiB per turn, 64 KiB per chunk, 64 KiB of input.
     * With these the pause at half of the output keeps a link that is only pumped below the cap.
     */
    public static LinkLimits standard() {
        return new LinkLimits(4 << 10, 4 << 20, 256 << 10, CHUNK_BYTES_MAX, 64 << 10);
    }
}
