package io.kevy.replicate;

/** Bytes that are no frame. The stream they stand in cannot be read any further. No stack trace. */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Not {@code *2\r\n} in front. */
        BAD_ENVELOPE("a frame begins with *2 and an offset"),
        /** The first element is not a decimal number of at most 2^63-1 after a colon. */
        BAD_OFFSET("the frame's offset is not a number"),
        /** The offset is below zero. */
        NEGATIVE_OFFSET("the frame's offset is negative"),
        /** The second element is not a non-empty array of bulk strings. */
        BAD_PAYLOAD("the frame's payload is not a command");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Kind kind;

    FrameException(Kind kind) {
        super(kind.text, null, false, false);
        this.kind = kind;
    }

    FrameException(Kind kind, String detail) {
        super(kind.text + ": " + detail, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
