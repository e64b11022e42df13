package io.kevy.replicate;

/**
 * How much of the past a {@link Backlog} keeps.
 *
 * @param bytesMax bytes of encoded frames kept; beyond it the oldest frames go. The newest frame
 *     stays even when it alone is larger.
 * @param pinnedBytesMax bytes beyond {@code bytesMax} that a {@link Pin} may hold back behind its
 *     first frame; beyond both the pin on the oldest frames is overrun and its link closes. The first
 *     frame does not count: its reader is at it, and a frame of any length must get through.
 */
public record BacklogLimits(long bytesMax, long pinnedBytesMax) {
    public BacklogLimits {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("bytesMax " + bytesMax + " is below 1");
        }
        if (pinnedBytesMax < 0 || pinnedBytesMax > Long.MAX_VALUE - bytesMax) {
            throw new IllegalArgumentException("pinnedBytesMax " + pinnedBytesMax);
        }
    }

    /** 1 MiB of frames, and 256 MiB more while a snapshot is on its way. */
    public static BacklogLimits standard() {
        return new BacklogLimits(1 << 20, 256L << 20);
    }
}
