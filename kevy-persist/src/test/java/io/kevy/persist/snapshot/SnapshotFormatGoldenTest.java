package io.kevy.persist.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.store.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Persisted numbers are frozen: these stand in files that other versions and systems read. */
class SnapshotFormatGoldenTest {

    @Test
    void theMagicIsTheEightLettersInFileOrder() {
        byte[] magic =
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(SnapshotFormat.MAGIC)
                        .array();
        assertArrayEquals("KEVYSNAP".getBytes(StandardCharsets.US_ASCII), magic);
    }

    @Test
    void versionFourIsWrittenAndTwoToFourAreRead() {
        assertEquals(4, SnapshotFormat.VERSION);
        assertEquals(2, SnapshotFormat.OLDEST_VERSION);
        assertEquals(3, SnapshotFormat.ABSOLUTE_DEADLINE_VERSION);
        assertEquals(4, SnapshotFormat.STREAM_GROUPS_VERSION);
        assertEquals(4, SnapshotFormat.DATABASES_VERSION);
    }

    @Test
    void opcodesAreWhatTheyAre() {
        var opcodes = new EnumMap<ValueType, Integer>(ValueType.class);
        for (ValueType type : ValueType.values()) {
            opcodes.put(type, SnapshotFormat.opcode(type));
        }
        assertEquals(
                Map.of(
                        ValueType.STRING, 1,
                        ValueType.HASH, 2,
                        ValueType.LIST, 3,
                        ValueType.SET, 4,
                        ValueType.SORTED_SET, 5,
                        ValueType.STREAM, 6),
                opcodes);
        assertEquals(0, SnapshotFormat.END);
        assertEquals(0xfe, SnapshotFormat.DATABASE);
    }

    @Test
    void flagsAndTheRoomForDatabasesAreWhatTheyAre() {
        assertEquals(0, SnapshotFormat.WITHOUT_DEADLINE);
        assertEquals(1, SnapshotFormat.WITH_DEADLINE);
        assertEquals(256, SnapshotFormat.DATABASES_MAX);
    }
}
