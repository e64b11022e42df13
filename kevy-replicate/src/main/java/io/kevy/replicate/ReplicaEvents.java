package io.kevy.replicate;

import io.kevy.resp.Argv;

/**
 * What a {@link ReplicaLink} finds in the bytes of its primary, in order.
 *
 * <p>Arrays and arguments are on loan for the length of the call.
 */
public interface ReplicaEvents {
    /** The primary accepted the link. */
    void acknowledged(long offset);

    /**
     * A snapshot begins. What it holds replaces everything the replica has, at {@link #snapshotEnd}
     * and not before; if the link breaks in between, another one begins it again.
     */
    void snapshotBegin();

    /** The next bytes of the snapshot; never none. */
    void snapshotChunk(byte[] bytes, int offset, int length);

    /** The snapshot is complete. The next frame has the offset {@code ackOffset}. */
    void snapshotEnd(long ackOffset);

    /**
     * A change; offsets are consecutive. Its large arguments may be {@linkplain Argv#takePieces
     * taken}.
     */
    void frame(long offset, Argv command);
}
