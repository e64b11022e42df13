package io.kevy.replicate;

/**
 * The bytes of a snapshot on their way from whoever produces them to a {@link PrimaryLink}.
 *
 * <p>The link calls all methods, on its own thread; handing bytes over from another thread is the
 * implementation's business. A {@link Poll#CHUNK} stands in {@link #array} until the next poll, may
 * have any length (the link splits it) and may be empty.
 */
public interface SnapshotSource extends AutoCloseable {
    /** What a poll found. */
    enum Poll {
        /** Bytes are there. */
        CHUNK,
        /** Not yet; polled again in a later turn. */
        NONE_YET,
        /** All bytes have been handed over. */
        FINISHED,
        /** There will be no more; {@link SnapshotSource#failure} says why. */
        FAILED
    }

    /** Looks for the next piece, without waiting. */
    Poll poll();

    byte[] array();

    int offset();

    int length();

    /** Why it {@link Poll#FAILED}, in one line. */
    String failure();

    /** The link wants nothing more, be it finished or not. Called once. */
    @Override
    void close();
}
