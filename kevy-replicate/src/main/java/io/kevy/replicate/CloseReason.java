package io.kevy.replicate;

/** Why a {@link PrimaryLink} was closed. */
public sealed interface CloseReason {
    /** The first bytes were no handshake. */
    record HandshakeRejected(HandshakeRejection cause) implements CloseReason {
        @Override
        public String text() {
            return cause.text();
        }
    }

    /** The handshake was not complete within its limit. */
    record HandshakeTooLong(int bytesMax) implements CloseReason {
        @Override
        public String text() {
            return "no complete handshake within " + bytesMax + " bytes";
        }
    }

    /** The replica sends more than it may. */
    record InputOverLimit(int bytesMax) implements CloseReason {
        @Override
        public String text() {
            return "the replica sent over " + bytesMax + " bytes after its handshake";
        }
    }

    /** The replica does not take what is sent. */
    record OutputOverCap(int bytesMax) implements CloseReason {
        @Override
        public String text() {
            return "output reached its cap of " + bytesMax + " bytes";
        }
    }

    /**
     * More waits for the replica than it may leave unsent.
     *
     * @param seconds how long it was allowed to; 0 = not at all
     */
    record UnsentOverLimit(long bytes, int seconds) implements CloseReason {
        @Override
        public String text() {
            return bytes + " bytes are unsent, over the limit"
                    + (seconds == 0 ? "" : " for more than " + seconds + " s");
        }
    }

    /** The frame that was being sent has been dropped from the backlog. */
    record FrameDropped(long offset) implements CloseReason {
        @Override
        public String text() {
            return "frame " + offset + " was dropped while being sent: the replica is too slow";
        }
    }

    /** The frames that wait for the end of a snapshot outgrew their bound. */
    record PinOverrun(long offset) implements CloseReason {
        @Override
        public String text() {
            return "the frames from " + offset + " on, kept for a snapshot, outgrew their bound";
        }
    }

    /** The primary's data was replaced in the middle of a frame or snapshot. */
    record HistoryRestarted() implements CloseReason {
        @Override
        public String text() {
            return "the primary began a new history";
        }
    }

    /** The snapshot could not be produced. */
    record SnapshotFailed(String why) implements CloseReason {
        @Override
        public String text() {
            return "snapshot failed: " + why;
        }
    }

    /** The owner is itself a replica, and not in step with its primary. */
    record NotServed() implements CloseReason {
        @Override
        public String text() {
            return "this server is not in step with its own primary";
        }
    }

    /** The replica closed its end. */
    record PeerClosed() implements CloseReason {
        @Override
        public String text() {
            return "the replica closed the connection";
        }
    }

    /** The owner decided so: an I/O error, a shutdown, a change of roles. */
    record ByOwner(String why) implements CloseReason {
        @Override
        public String text() {
            return why;
        }
    }

    /** One line for the log. */
    String text();
}
