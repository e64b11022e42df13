package io.kevy.persist.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged images: refused by the one exception meant for it, or read as some other content; in
 * little memory, and the same way wherever they are cut.
 */
class SnapshotDecoderFuzzTest {

    /** Far over what a transcript of the vector takes, far below what a flipped length claims. */
    private static final long ALLOCATED_BYTES_MAX = 2 << 20;

    @Test
    void noFlippedBitOfARealImageGoesUnseen() throws FormatException {
        byte[] image = Vectors.snapshotFile();
        String content = Transcript.of(image, 0);
        for (int i = 0; i < image.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = image.clone();
                damaged[i] ^= (byte) (1 << bit);
                assertNotEquals(content, outcome(damaged), "bit " + bit + " of byte " + i);
            }
        }
    }

    @Test
    void noOtherByteInARealImageGoesUnseen() throws FormatException {
        byte[] image = Vectors.snapshotFile();
        String content = Transcript.of(image, 0);
        for (int i = 0; i < image.length; i++) {
            for (int other : new int[] {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff}) {
                if (image[i] != (byte) other) {
                    byte[] damaged = image.clone();
                    damaged[i] = (byte) other;
                    assertNotEquals(content, outcome(damaged), "byte " + i + " as " + other);
                }
            }
        }
    }

    @Test
    void whateverIsDoneToAnImageItIsReadTheSameWhereverItIsCut() {
        long firstSeed = Long.getLong("kevy.seed", 20_261_101);
        for (long seed = firstSeed; seed < firstSeed + 4_000; seed++) {
            var random = new Random(seed);
            byte[] image = Vectors.snapshotFile();
            if (random.nextInt(3) == 0) {
                image[8] = (byte) (2 + random.nextInt(2));
            }
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                image = edited(image, random);
            }
            String outcome = outcome(image);
            assertEquals(outcome, outcomeInPieces(image, random), "kevy.seed=" + seed);
        }
    }

    @Test
    void aClaimedLengthTakesNoMemory() {
        byte[] longKey = Image.ofVersion(4).u8(1).u8(0).u32(512 << 20).ascii("short").toBytes();
        byte[] longValue =
                Image.ofVersion(4).u8(1).u8(0).bytes("k").u32(512 << 20).ascii("short").toBytes();
        byte[] manyElements =
                Image.ofVersion(4).u8(4).u8(0).bytes("k").u32(Integer.MAX_VALUE).toBytes();
        for (byte[] image : new byte[][] {longKey, longValue, manyElements}) {
            String outcome = outcome(image);
            assertTrue(outcome.contains("the image ends "), outcome);
        }
    }

    /** The transcript of an image, or of the readable part of it and then the refusal. */
    private static String outcome(byte[] image) {
        var transcript = new Transcript();
        var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis());
        long before = AllocatedBytes.byThisThread();
        String refusal = "";
        try {
            decoder.feed(image, 0, image.length);
            decoder.end();
        } catch (FormatException e) {
            refusal = e.getMessage();
            assertTrue(refusal.startsWith("byte " + e.position() + ": "), refusal);
        }
        long allocated = AllocatedBytes.byThisThread() - before;
        assertTrue(allocated < ALLOCATED_BYTES_MAX, "allocated " + allocated + " bytes");
        return transcript + refusal;
    }

    private static String outcomeInPieces(byte[] image, Random random) {
        var transcript = new Transcript();
        var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis());
        try {
            int from = 0;
            while (from < image.length) {
                int size = 1 + random.nextInt(random.nextBoolean() ? 3 : 200);
                byte[] piece = Arrays.copyOfRange(image, from, Math.min(from + size, image.length));
                decoder.feed(piece, 0, piece.length);
                Arrays.fill(piece, (byte) 0xee);
                from += piece.length;
            }
            decoder.end();
            return transcript.toString();
        } catch (FormatException e) {
            return transcript + e.getMessage();
        }
    }

    private static byte[] edited(byte[] image, Random random) {
        int from = random.nextInt(image.length);
        int to = Math.min(image.length, from + random.nextInt(40));
        var result = new ByteArrayOutputStream();
        switch (random.nextInt(5)) {
            case 0 -> {
                result.writeBytes(image);
                byte[] flipped = result.toByteArray();
                flipped[from] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                result.write(image, 0, from);
                result.write(image, to, image.length - to);
            }
            case 2 -> {
                result.write(image, 0, to);
                result.write(image, from, image.length - from);
            }
            case 3 -> {
                byte[] noise = new byte[1 + random.nextInt(9)];
                random.nextBytes(noise);
                result.write(image, 0, from);
                result.writeBytes(noise);
                result.write(image, from, image.length - from);
            }
            default -> {
                result.writeBytes(image);
                byte[] renumbered = result.toByteArray();
                int number = random.nextBoolean() ? random.nextInt() : random.nextInt(8);
                for (int i = from; i < Math.min(from + 4, renumbered.length); i++) {
                    renumbered[i] = (byte) (number >>> (8 * (i - from)));
                }
                return renumbered;
            }
        }
        byte[] bytes = result.toByteArray();
        return bytes.length > 9 ? bytes : image;
    }
}
