package io.kevy.replicate;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link PrimaryLink} stands, with what is known there.
 *
 * <pre>
 *   HandshakePending -- valid handshake --> AckSent -- +ACK sent --> Streaming &lt;--> SnapshotShipping
 *   any --> Closed
 * </pre>
 */
public sealed interface ReplicaState {
    /** Nothing valid has arrived yet. */
    record HandshakePending() implements ReplicaState {
        @Override
        public String text() {
            return "handshake";
        }
    }

    /** The handshake was valid, and its {@code +ACK} waits to be sent. */
    record AckSent(String replicaId, long fromOffset) implements ReplicaState {
        @Override
        public String text() {
            return "handshake";
        }
    }

    /** Frames are sent as they are written. */
    final class Streaming implements ReplicaState {
        private final String replicaId;
        private final long fromOffset;
        private final BacklogCursor cursor;
        private @Nullable Pin pin;
        private @Nullable FullSyncReason shipWanted;

        Streaming(String replicaId, BacklogCursor cursor, @Nullable Pin pin) {
            this.replicaId = replicaId;
            this.fromOffset = cursor.offset();
            this.cursor = cursor;
            this.pin = pin;
        }

        @Override
        public String replicaId() {
            return replicaId;
        }

        /** Every frame below it is in the output or further. */
        public long sentOffset() {
            return cursor.offset();
        }

        /** Why the replica waits for a snapshot; null while it gets frames. */
        public @Nullable FullSyncReason shipWanted() {
            return shipWanted;
        }

        @Override
        public String text() {
            return shipWanted == null ? "online" : "wait_bgsave";
        }

        BacklogCursor cursor() {
            return cursor;
        }

        /** Whether the replica's offset is one of this history and can be gone on from. */
        boolean inStep() {
            if (shipWanted != null || cursor.stale()) {
                return false;
            }
            BacklogRead found = cursor.read();
            return found == BacklogRead.FRAMES || found == BacklogRead.CAUGHT_UP;
        }

        /** Bytes of the frames kept that have not been put into the output. */
        long unsentBytes() {
            return inStep() ? cursor.available() : 0;
        }

        @Nullable Pin pin() {
            return pin;
        }

        /** The replica has what the pin was for. */
        void unpin() {
            if (pin != null) {
                pin.close();
                pin = null;
            }
        }

        /** The frames at the cursor are not to be had. */
        void wantShip(BacklogRead found) {
            if (cursor.stale()) {
                shipWanted = FullSyncReason.HISTORY_RESTARTED;
            } else if (found == BacklogRead.FUTURE) {
                shipWanted = FullSyncReason.OFFSET_IN_FUTURE;
            } else if (cursor.offset() > fromOffset) {
                shipWanted = FullSyncReason.FELL_BEHIND;
            } else {
                shipWanted =
                        fromOffset == 0
                                ? FullSyncReason.FRESH_REPLICA
                                : FullSyncReason.OFFSET_TOO_OLD;
            }
        }
    }

    /** A snapshot is sent; the frames from its end on are pinned. */
    final class SnapshotShipping implements ReplicaState {
        private final String replicaId;
        private final FullSyncReason reason;
        private final long ackOffset;
        private final long history;
        private final Pin pin;
        private final SnapshotSource source;
        private int chunkSent;
        private int chunkLength;
        private long shippedBytes;

        SnapshotShipping(
                String replicaId,
                FullSyncReason reason,
                long ackOffset,
                long history,
                Pin pin,
                SnapshotSource source) {
            this.replicaId = replicaId;
            this.reason = reason;
            this.ackOffset = ackOffset;
            this.history = history;
            this.pin = pin;
            this.source = source;
        }

        @Override
        public String replicaId() {
            return replicaId;
        }

        public FullSyncReason reason() {
            return reason;
        }

        /** The first frame after the snapshot. */
        public long ackOffset() {
            return ackOffset;
        }

        /** Bytes of the snapshot that are in the output or further. */
        public long shippedBytes() {
            return shippedBytes;
        }

        @Override
        public String text() {
            return "send_bulk";
        }

        long history() {
            return history;
        }

        Pin pin() {
            return pin;
        }

        SnapshotSource source() {
            return source;
        }

        /** Bytes of the frames that are kept for after the snapshot. */
        long unsentBytes(Backlog backlog) {
            return pin.overrun() ? 0 : backlog.bytesFrom(ackOffset);
        }

        /** Bytes of the polled chunk that have not been sent. */
        int chunkLeft() {
            return chunkLength - chunkSent;
        }

        int chunkAt() {
            return source.offset() + chunkSent;
        }

        void chunkPolled() {
            chunkSent = 0;
            chunkLength = source.length();
        }

        void chunkSent(int bytes) {
            chunkSent += bytes;
            shippedBytes += bytes;
        }
    }

    /**
     * Nothing more happens.
     *
     * @param replicaId null when no valid handshake had arrived
     * @param sentOffset the requested offset if no frame was sent, the offset after the snapshot if
     *     one was on its way, else the offset after the last frame sent; 0 without a handshake
     */
    record Closed(@Nullable String replicaId, long sentOffset, CloseReason reason)
            implements ReplicaState {
        @Override
        public String text() {
            return "closed";
        }
    }

    /** The replica's name for itself, once its handshake was valid. */
    default @Nullable String replicaId() {
        return null;
    }

    /** One word for {@code INFO} and {@code ROLE}: Redis's where it has one. */
    String text();

    /** What a link here has sent, as {@link Closed#sentOffset} defines it. */
    default long offset() {
        return switch (this) {
            case HandshakePending _ -> 0;
            case AckSent ack -> ack.fromOffset();
            case Streaming streaming -> streaming.sentOffset();
            case SnapshotShipping shipping -> shipping.ackOffset();
            case Closed closed -> closed.sentOffset();
        };
    }

    /** Whether a link may go from here to {@code next}. */
    default boolean mayBecome(ReplicaState next) {
        return switch (this) {
            case HandshakePending _ -> next instanceof AckSent || next instanceof Closed;
            case AckSent _ -> next instanceof Streaming || next instanceof Closed;
            case Streaming _ -> next instanceof SnapshotShipping || next instanceof Closed;
            case SnapshotShipping _ -> next instanceof Streaming || next instanceof Closed;
            case Closed _ -> false;
        };
    }
}
