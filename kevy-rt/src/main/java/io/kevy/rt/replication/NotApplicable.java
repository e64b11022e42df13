package io.kevy.rt.replication;

/** What the primary sent is well-formed, but this server cannot apply it; the link must end. */
final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotApplicable(String message) {
        super(message, null, false, false);
    }
}
