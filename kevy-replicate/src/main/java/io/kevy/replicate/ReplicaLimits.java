package io.kevy.replicate;

/**
 * What a {@link ReplicaLink} takes from its primary; anything beyond is a {@link LinkException}.
 *
 * @param lineBytesMax bytes of a control line or a chunk's length, without CRLF
 * @param chunkBytesMax bytes of one snapshot chunk
 * @param frameBytesMax bytes of one frame; an incomplete one is held in memory
 */
public record ReplicaLimits(int lineBytesMax, int chunkBytesMax, int frameBytesMax) {
    public ReplicaLimits {
        if (lineBytesMax < 32 || chunkBytesMax < 1 || frameBytesMax < 64) {
            throw new IllegalArgumentException(
                    lineBytesMax + ", " + chunkBytesMax + ", " + frameBytesMax);
        }
    }

    /** Lines of 256 bytes, chunks of 64 KiB, frames of 1 GiB. */
    public static ReplicaLimits standard() {
        return new ReplicaLimits(256, LinkLimits.CHUNK_BYTES_MAX, 1 << 30);
    }
}
