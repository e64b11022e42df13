package io.kevy.replicate;

/**
 * A primary sent what it should not have. The link is useless from here on; a new one may resume at
 * {@link ReplicaLink#nextOffset}.
 */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
