package io.kevy.persist.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Bytes that kevy 1.19.0, the Rust implementation, wrote with one shard. */
final class Vectors {

    private Vectors() {}

    /** The file that {@code SAVE} wrote. */
    static byte[] snapshotFile() {
        return resource("kevysnap-v4.bin");
    }

    /** A whole answer to {@code REPLICATE FROM 0}: handshake reply, ship, end marker. */
    static byte[] snapshotShip() {
        return resource("snapshot-ship.bin");
    }

    private static byte[] resource(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
