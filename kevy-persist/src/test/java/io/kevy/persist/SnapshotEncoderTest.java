package io.kevy.persist;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SnapshotEncoderTest {

    private static final byte[] EMPTY_IMAGE = Image.ofVersion(4).u8(0).toBytes();

    @Test
    void itWritesOnlyWhereItMay() {
        try (var store = Stores.open(1);
                var view = store.freeze()) {
            byte[] target = new byte[EMPTY_IMAGE.length + 6];
            int size = new SnapshotEncoder(view).encode(target, 3, EMPTY_IMAGE.length);
            assertEquals(EMPTY_IMAGE.length, size);
            byte[] expected = new byte[target.length];
            System.arraycopy(EMPTY_IMAGE, 0, expected, 3, EMPTY_IMAGE.length);
            assertArrayEquals(expected, target);
        }
    }

    @Test
    void itIsFinishedWithTheLastByteAndWritesNothingThen() {
        try (var store = Stores.open(1);
                var view = store.freeze()) {
            var encoder = new SnapshotEncoder(view);
            byte[] target = new byte[100];
            assertEquals(0, encoder.encode(target, 0, 0));
            assertEquals(EMPTY_IMAGE.length - 1, encoder.encode(target, 0, EMPTY_IMAGE.length - 1));
            assertFalse(encoder.finished());
            assertEquals(1, encoder.encode(target, 0, target.length));
            assertTrue(encoder.finished());
            assertEquals(0, encoder.encode(target, 0, target.length));
        }
    }

    @Test
    void roomOutsideTheArrayIsRefusedBeforeAnythingIsWritten() {
        try (var store = Stores.open(1);
                var view = store.freeze()) {
            var encoder = new SnapshotEncoder(view);
            byte[] target = new byte[5];
            assertThrows(
                    IndexOutOfBoundsException.class, () -> encoder.encode(target, 1, 5));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> encoder.encode(target, 0, -1));
            assertEquals(5, encoder.encode(target, 0, 5));
            assertArrayEquals(Stores.ascii("KEVYS"), target);
        }
    }

    @Test
    void itWritesTheStoreAsItWasFrozen() throws SnapshotFormatException {
        try (var store = Stores.open(16)) {
            Stores.set(store, 0, "kept", "before", 5_000);
            try (var view = store.freeze()) {
                Stores.set(store, 0, "kept", "after", NO_DEADLINE);
                Stores.set(store, 0, "later", "new", NO_DEADLINE);
                Stores.set(store, 2, "elsewhere", "new", NO_DEADLINE);
                byte[] target = new byte[200];
                var encoder = new SnapshotEncoder(view);
                int size = encoder.encode(target, 0, target.length);
                assertTrue(encoder.finished());
                byte[] image = Arrays.copyOf(target, size);
                assertEquals("string kept until 5000: before\n", Transcript.of(image, 0));
            }
        }
    }

    @Test
    void moreDatabasesThanAByteCanNumberAreRefused() {
        try (var store = Stores.open(257);
                var view = store.freeze()) {
            assertThrows(IllegalArgumentException.class, () -> new SnapshotEncoder(view));
        }
    }
}
