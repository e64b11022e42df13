package io.kevy.replicate;

import io.kevy.resp.Argv;

/** What a {@link ReplicaClient} reports; its bytes belong to the receiver. */
public sealed interface ReplicaEvent {
    /**
     * A snapshot begins. What it holds replaces all that was there before once it is complete; when
     * the connection is lost before {@link SnapshotEnd}, another {@code SnapshotBegin} follows.
     */
    record SnapshotBegin() implements ReplicaEvent {}

    /** The next bytes of the snapshot, at least one; compared by identity. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares chunks, and a wrapper helps nobody
    record SnapshotChunk(byte[] bytes) implements ReplicaEvent {}

    /**
     * The snapshot is complete.
     *
     * @param ackOffset the offset of the next frame
     */
    record SnapshotEnd(long ackOffset) implements ReplicaEvent {}

    /** A change. Offsets are consecutive, over lost connections too. */
    record Frame(long offset, Argv command) implements ReplicaEvent {}
}
