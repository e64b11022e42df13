package io.kevy.persist.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotDecoderTest {

    private static final int HEADER_BYTES = 9;

    @Test
    void anImageOfNothingIsComplete() throws FormatException {
        byte[] image = Image.ofVersion(4).u8(0).toBytes();
        var decoder = decoder(EntryLimits.redis());
        decoder.feed(image, 0, HEADER_BYTES);
        assertFalse(decoder.finished());
        decoder.feed(image, HEADER_BYTES, 1);
        assertTrue(decoder.finished());
        decoder.feed(image, 0, 0);
        decoder.end();
        assertEquals(image.length, decoder.position());
    }

    @Test
    void emptyKeysValuesAndCollectionsAreContent() throws FormatException {
        byte[] image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes("").bytes("")
                        .u8(2).u8(0).bytes("h").u32(0)
                        .u8(3).u8(0).bytes("l").u32(1).bytes("")
                        .u8(4).u8(0).bytes("s").u32(0)
                        .u8(5).u8(0).bytes("z").u32(0)
                        .u8(6).u8(0).bytes("x").u64(0).u64(0).u64(0).u64(0).u64(0).u32(0).u32(0)
                        .u8(0)
                        .toBytes();
        assertEquals(
                """
                string : \

                hash h: of 0
                end
                list l: of 1
                 \s
                end
                set s: of 0
                end
                sorted set z: of 0
                end
                stream x: of 0
                  last 0-0
                  max deleted 0-0
                  added 0
                end
                """,
                Transcript.of(image, 0));
    }

    @Test
    void versionTwoCountsTheRemainingTimeFromNow() throws FormatException {
        byte[] image =
                Image.ofVersion(2)
                        .u8(1).u8(1).u64(5_000).bytes("k").bytes("v")
                        .u8(1).u8(1).u64(0).bytes("due").bytes("v")
                        .u8(1).u8(1).u64(Long.MAX_VALUE).bytes("far").bytes("v")
                        .u8(0)
                        .toBytes();
        assertEquals(
                """
                string k until 1005000: v
                string due until 1000000: v
                string far until 9223372036854775807: v
                """,
                Transcript.of(image, 1_000_000));
    }

    @Test
    void versionThreeHasAbsoluteDeadlinesAndNoGroups() throws FormatException {
        assertEquals(
                """
                stream x until 5000: of 1
                  last 18446744073709551615-7
                  max deleted 2-3
                  added 9
                  entry 1-4 of 1
                    f = v
                end
                string k: v
                """,
                Transcript.of(streamWithoutGroups(3).toBytes(), 1_000_000));
    }

    @Test
    void versionTwoHasNoGroupsEither() throws FormatException {
        String content = Transcript.of(streamWithoutGroups(2).toBytes(), 1_000_000);
        assertTrue(content.startsWith("stream x until 1005000: of 1\n"), content);
        assertTrue(content.endsWith("end\nstring k: v\n"), content);
    }

    @Test
    void groupsNeedNeitherConsumersNorPendingEntries() throws FormatException {
        byte[] image =
                Image.ofVersion(4)
                        .u8(6).u8(0).bytes("x").u64(0).u64(0).u64(0).u64(0).u64(0).u32(0)
                        .u32(2)
                        .bytes("idle").u64(1).u64(2).u32(0).u32(0)
                        .bytes("busy").u64(3).u64(4)
                        .u32(2).bytes("a").u64(10).bytes("b").u64(11)
                        .u32(2).u64(5).u64(6).bytes("a").u64(12).u32(0xffff_ffffL)
                        .u64(7).u64(8).bytes("b").u64(13).u32(1)
                        .u8(0)
                        .toBytes();
        assertEquals(
                """
                stream x: of 0
                  last 0-0
                  max deleted 0-0
                  added 0
                  group idle delivered 1-2
                  group busy delivered 3-4
                    consumer a seen 10
                    consumer b seen 11
                    pending 5-6 of a at 12, 4294967295 times
                    pending 7-8 of b at 13, 1 times
                end
                """,
                Transcript.of(image, 0));
    }

    @Test
    void databasesAreSwitchedWhereTheImageSaysSo() throws FormatException {
        byte[] image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes("a").bytes("1")
                        .u8(0xfe).u8(15)
                        .u8(1).u8(0).bytes("b").bytes("2")
                        .u8(0xfe).u8(0)
                        .u8(1).u8(0).bytes("c").bytes("3")
                        .u8(0)
                        .toBytes();
        assertEquals(
                "string a: 1\ndatabase 15\nstring b: 2\ndatabase 0\nstring c: 3\n",
                Transcript.of(image, 0));
    }

    @Test
    void whatDoesNotStartWithTheMagicIsNoSnapshot() {
        assertRefused(
                new Image().ascii("REDIS0011"),
                0,
                "byte 0: not a kevy snapshot: it does not start with KEVYSNAP");
    }

    @Test
    void otherVersionsAreRefused() {
        assertRefused(
                Image.ofVersion(1), 8, "byte 8: version 1, but only 2 to 4 can be read");
        assertRefused(
                Image.ofVersion(5), 8, "byte 8: version 5, but only 2 to 4 can be read");
    }

    @Test
    void unknownOpcodesAreRefused() {
        assertRefused(Image.ofVersion(4).u8(7), 9, "byte 9: unknown opcode 7");
        assertRefused(Image.ofVersion(4).u8(0xff), 9, "byte 9: unknown opcode 255");
    }

    @Test
    void olderVersionsHaveNoDatabases() {
        assertRefused(
                Image.ofVersion(3).u8(0xfe).u8(1),
                9,
                "byte 9: a database switch in an image of version 3");
    }

    @Test
    void aDatabaseThatTheSinkDoesNotHaveIsRefused() {
        assertRefused(
                Image.ofVersion(4).u8(0xfe).u8(16),
                10,
                "byte 10: database 16, but there are only 16");
    }

    @Test
    void aDeadlineFlagIsZeroOrOne() {
        assertRefused(
                Image.ofVersion(4).u8(1).u8(2),
                10,
                "byte 10: deadline flag 2 is neither 0 nor 1");
    }

    @Test
    void aDeadlineFitsASignedNumber() {
        assertRefused(
                Image.ofVersion(4).u8(1).u8(1).u64(-1),
                11,
                "byte 11: a deadline beyond 2^63-1 milliseconds");
    }

    @Test
    void aScoreIsANumber() {
        var image = Image.ofVersion(4).u8(5).u8(0).bytes("z").u32(1).bytes("m");
        int scoreAt = image.size();
        image.u64(Double.doubleToLongBits(Double.NaN));
        assertRefused(
                image, scoreAt, "byte " + scoreAt + ": a score that is not a number");
    }

    @Test
    void lengthsAndCountsOverTheLimitsAreRefusedWhereTheyStand() {
        var limits = new EntryLimits(3, 5, 7);
        assertRefused(
                Image.ofVersion(4).u8(1).u8(0).u32(4),
                limits,
                11,
                "byte 11: length of the key is 4, more than 3");
        assertRefused(
                Image.ofVersion(4).u8(1).u8(0).bytes("key").u32(6),
                limits,
                18,
                "byte 18: length of the string value is 6, more than 5");
        assertRefused(
                Image.ofVersion(4).u8(3).u8(0).bytes("key").u32(8),
                limits,
                18,
                "byte 18: number of list elements is 8, more than 7");
        assertRefused(
                Image.ofVersion(4).u8(2).u8(0).bytes("key").u32(1).u32(0xffff_ffffL),
                limits,
                22,
                "byte 22: length of the hash field is 4294967295, more than 5");
    }

    @Test
    void bytesAfterTheEndAreRefusedAlsoWhenTheyComeLater() throws FormatException {
        assertRefused(
                Image.ofVersion(4).u8(0).u8(0), 10, "byte 10: bytes after the end of the image");

        byte[] image = Image.ofVersion(4).u8(0).toBytes();
        var decoder = decoder(EntryLimits.redis());
        decoder.feed(image, 0, image.length);
        var refusal =
                assertThrows(FormatException.class, () -> decoder.feed(image, 0, 1));
        assertEquals("byte 10: bytes after the end of the image", refusal.getMessage());
        assertFalse(decoder.finished());
    }

    @Test
    void anImageThatEndsEarlySaysWhereAndInWhat() {
        assertEndsEarly(new Image(),
                "byte 0: the image ends before the magic, at least 8 bytes short");
        assertEndsEarly(
                Image.ofVersion(4),
                "byte 9: the image ends before the opcode, at least 1 bytes short");
        assertEndsEarly(
                Image.ofVersion(4).u8(1).u8(0).u8(3),
                "byte 12: the image ends inside the key, at least 3 bytes short");
        assertEndsEarly(
                Image.ofVersion(4).u8(1).u8(0).u32(30).ascii("ten bytes."),
                "byte 25: the image ends inside the key, at least 20 bytes short");
        assertEndsEarly(
                Image.ofVersion(4).u8(6).u8(0).bytes("x").u64(1).u32(2),
                "byte 28: the image ends inside the last stream ID, at least 4 bytes short");
    }

    @Test
    void everyTruncationOfARealImageIsNoticed() throws FormatException {
        byte[] image = Vectors.snapshotFile();
        for (int size = 0; size < image.length; size++) {
            var decoder = decoder(EntryLimits.redis());
            decoder.feed(image, 0, size);
            assertFalse(decoder.finished());
            var truncated = assertThrows(FormatException.class, decoder::end);
            assertEquals(size, truncated.position());
            assertTrue(
                    truncated.getMessage().startsWith("byte " + size + ": the image ends "),
                    truncated.getMessage());
        }
    }

    @Test
    void aRefusedImageTakesNoMoreBytes() {
        byte[] image = Image.ofVersion(9).toBytes();
        var decoder = decoder(EntryLimits.redis());
        assertThrows(
                FormatException.class, () -> decoder.feed(image, 0, image.length));
        assertThrows(IllegalStateException.class, () -> decoder.feed(image, 0, 0));
        assertThrows(IllegalStateException.class, decoder::end);
        assertFalse(decoder.finished());
    }

    @Test
    void aLongValueIsWholeHoweverItIsCut() throws FormatException {
        String value = "0123456789abcdef".repeat(20_000);
        byte[] image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes("long").bytes(value)
                        .u8(1).u8(0).bytes("short").bytes("v")
                        .u8(0)
                        .toBytes();
        for (int size : new int[] {1, 7, 4096, 65_536, 320_000}) {
            var transcript = new Transcript();
            var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis());
            for (int from = 0; from < image.length; from += size) {
                byte[] chunk = Arrays.copyOfRange(image, from, Math.min(from + size, image.length));
                decoder.feed(chunk, 0, chunk.length);
                Arrays.fill(chunk, (byte) 0xee);
            }
            decoder.end();
            assertEquals(
                    "long string long: of 320000\n" + value + "\nend\nstring short: v\n",
                    transcript.toString());
        }
    }

    @Test
    void nativeMemoryIsReadLikeAnArray() throws FormatException {
        byte[] image = Vectors.snapshotFile();
        var transcript = new Transcript();
        try (var arena = Arena.ofConfined();
                var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis())) {
            var memory = arena.allocate(image.length + 3L);
            MemorySegment.copy(image, 0, memory, ValueLayout.JAVA_BYTE, 3, image.length);
            decoder.feed(memory, 3, image.length);
            decoder.end();
        }
        assertEquals(Transcript.of(image, 0), transcript.toString());
    }

    @Test
    void longKeysAndElementsAreWholeHoweverTheyAreCut() throws FormatException {
        String bytes = "0123456789abcdef".repeat(20_000);
        byte[] image =
                Image.ofVersion(4)
                        .u8(1).u8(0).bytes(bytes).bytes("v")
                        .u8(2).u8(0).bytes("h").u32(1).bytes(bytes).bytes(bytes)
                        .u8(1).u8(0).bytes("short").bytes("v")
                        .u8(0)
                        .toBytes();
        String content = "string %s: v\nhash h: of 1\n  %s = %s\nend\nstring short: v\n"
                .formatted(bytes, bytes, bytes);
        for (int size : new int[] {1, 777, 4096, 65_536, 320_000, image.length}) {
            var transcript = new Transcript();
            var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis());
            for (int from = 0; from < image.length; from += size) {
                byte[] chunk = Arrays.copyOfRange(image, from, Math.min(from + size, image.length));
                decoder.feed(chunk, 0, chunk.length);
                Arrays.fill(chunk, (byte) 0xee);
            }
            decoder.end();
            assertEquals(content, transcript.toString(), "cut every " + size + " bytes");
        }
    }

    @Test
    void closingEarlyTellsTheSinkAndClosingAtTheEndDoesNot() throws FormatException {
        byte[] image = Image.ofVersion(4).u8(1).u8(0).bytes("k").bytes("v").u8(0).toBytes();
        for (int size = 0; size <= image.length; size++) {
            var abandoned = new AtomicInteger();
            var sink =
                    new Transcript() {
                        @Override
                        public void abandon() {
                            abandoned.incrementAndGet();
                        }
                    };
            var decoder = new SnapshotDecoder(sink, 0, EntryLimits.redis());
            decoder.feed(image, 0, size);
            decoder.close();
            decoder.close();
            assertEquals(size < image.length ? 1 : 0, abandoned.get());
            assertThrows(IllegalStateException.class, () -> decoder.feed(image, 0, 0));
        }
    }

    private static Image streamWithoutGroups(int version) {
        return Image.ofVersion(version)
                .u8(6).u8(1).u64(5_000).bytes("x")
                .u64(-1).u64(7).u64(2).u64(3).u64(9)
                .u32(1).u64(1).u64(4).u32(1).bytes("f").bytes("v")
                .u8(1).u8(0).bytes("k").bytes("v")
                .u8(0);
    }

    private static void assertRefused(Image image, long position, String message) {
        assertRefused(image, EntryLimits.redis(), position, message);
    }

    private static void assertRefused(
            Image image, EntryLimits limits, long position, String message) {
        byte[] bytes = image.toBytes();
        var whole = decoder(limits);
        var refusal =
                assertThrows(
                        FormatException.class, () -> whole.feed(bytes, 0, bytes.length));
        assertEquals(message, refusal.getMessage());
        assertEquals(position, refusal.position());

        var bytewise = decoder(limits);
        var sameRefusal =
                assertThrows(
                        FormatException.class,
                        () -> {
                            for (int i = 0; i < bytes.length; i++) {
                                bytewise.feed(bytes, i, 1);
                            }
                        });
        assertEquals(message, sameRefusal.getMessage());
    }

    private static void assertEndsEarly(Image image, String message) {
        byte[] bytes = image.toBytes();
        var refusal =
                assertThrows(FormatException.class, () -> Transcript.of(bytes, 0));
        assertEquals(message, refusal.getMessage());
    }

    private static SnapshotDecoder decoder(EntryLimits limits) {
        return new SnapshotDecoder(new Transcript(), 0, limits);
    }
}
