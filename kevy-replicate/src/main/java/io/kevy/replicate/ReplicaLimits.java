package io.kevy.replicate;

/**
 * What a {@link ReplicaLink} takes from its primary; anything beyond is a {@link LinkException}.
 *
 * @param lineBytesMax bytes of a control line or a chunk's length, without CRLF
 * @param chunkBytesMax bytes of one snapshot chunk
 * @param frameBytesMax bytes of one frame; an incomplete one is held in memory
 * @param largeBytesMin an argument of more bytes that is cut by the end of what arrived is collected
 *     in native memory, and is a large one of its command
 */
public record ReplicaLimits(
        int lineBytesMax, int chunkBytesMax, int frameBytesMax, int largeBytesMin) {
    public ReplicaLimits {
        if (lineBytesMax < 32 || chunkBytesMax < 1 || frameBytesMax < 64 || largeBytesMin < 1) {
            throw new IllegalArgumentException(
                    lineBytesMax + ", " + chunkBytesMax + ", " + frameBytesMax + ", "
                            + largeBytesMin);
        }
    }

    /** Lines of 256 bytes, chunks of 64 KiB, frames of 1 GiB, large arguments from 64 KiB on. */
    public static ReplicaLimits standard() {
        return new ReplicaLimits(256, LinkLimits.CHUNK_BYTES_MAX, 1 << 30, 64 << 10);
    }

    /** The same for a receiver that wants every argument in one piece. */
    public ReplicaLimits withoutLargeArguments() {
        return new ReplicaLimits(lineBytesMax, chunkBytesMax, frameBytesMax, Integer.MAX_VALUE);
    }
}
