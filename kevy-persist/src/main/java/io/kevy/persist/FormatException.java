package io.kevy.persist;

/**
 * Says that bytes are not a snapshot that can be read here; the message starts with the position of
 * the byte at which that shows.
 *
 * <p>Whoever feeds the decoder drops the image and whatever a sink has built from it.
 */
public final class FormatException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long position;

    /**
     * @param position index in the image, from 0, of the first byte of the offending field
     * @param reason what is wrong with it
     */
    public FormatException(long position, String reason) {
        super("byte " + position + ": " + reason);
        this.position = position;
    }

    /** Index in the image, from 0, of the first byte of the offending field. */
    public long position() {
        return position;
    }
}
