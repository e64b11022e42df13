package io.kevy.resp;

/**
 * Bytes that are not RESP. The stream they came from cannot be read any further: answer
 * {@code "ERR " + getMessage()} where an answer is due, and close it.
 *
 * <p>The message is Redis's text without {@code ERR}, one character per byte (ISO-8859-1).
 * Carries no stack trace, since it tells about the peer and not about this program.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
