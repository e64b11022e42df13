package io.kevy.rt.replication;

import io.kevy.replicate.CloseReason;
import io.kevy.rt.config.OutputLimit;
import org.jspecify.annotations.Nullable;

/**
 * Watches that what one replica has not taken stays within {@code client-output-buffer-limit
 * replica}.
 */
final class UnsentWatch {
    private long overSinceNanos;
    private boolean over;

    /**
     * Why the link must be closed; null if it need not.
     *
     * @param bytes what waits for the replica, in the backlog and in the link's output
     * @param backlogBytes what the backlog keeps anyway: no limit is below it
     */
    @Nullable CloseReason excess(long bytes, OutputLimit limit, long backlogBytes, long nowNanos) {
        if (isOver(bytes, limit.hardBytes(), backlogBytes)) {
            return new CloseReason.UnsentOverLimit(bytes, 0);
        }
        if (!isOver(bytes, limit.softBytes(), backlogBytes)) {
            over = false;
        } else if (!over) {
            over = true;
            overSinceNanos = nowNanos;
        } else if (nowNanos - overSinceNanos > limit.softSeconds() * 1_000_000_000L) {
            return new CloseReason.UnsentOverLimit(bytes, limit.softSeconds());
        }
        return null;
    }

    private static boolean isOver(long bytes, long limit, long backlogBytes) {
        return limit > 0 && bytes > Math.max(limit, backlogBytes);
    }
}
