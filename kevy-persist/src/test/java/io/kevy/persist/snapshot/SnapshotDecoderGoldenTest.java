package io.kevy.persist.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Images that kevy 1.19.0 wrote, and what it held when it wrote them. */
class SnapshotDecoderGoldenTest {

    static final String CONTENT =
            """
            string n: 1
            list l: of 3
              a
              b
              c
            end
            string ttl until 1795524151470: v
            hash h until 1795438751471: of 2
              f2 = v2
              f1 = v1
            end
            stream st: of 2
              last 2-1
              max deleted 0-0
              added 2
              entry 1-1 of 1
                f = v
              entry 2-1 of 2
                f = v
                g = w
              group g1 delivered 1-1
                consumer c1 seen 1795437751471
                pending 1-1 of c1 at 1795437751471, 1 times
            end
            set s: of 3
              m1
              m3
              m2
            end
            string binary: %s
            string plain: hello\\20world
            sorted set z: of 3
              c scores -Infinity
              a scores 1.0
              b scores 2.5
            end
            string ttl-abs until 1796437774527: v
            """;

    @Test
    void theSavedFileHoldsWhatTheServerHeld() throws FormatException {
        assertEquals(content(), Transcript.of(Vectors.snapshotFile(), 0));
    }

    @Test
    void theShippedImageIsTheSavedFile() throws FormatException {
        byte[] ship = Vectors.snapshotShip();
        String before = "+ACK 0\r\n+SNAPSHOT\r\n$720\r\n";
        String after = "\r\n+SNAPSHOT_END 1318\r\n";
        assertEquals(before, ascii(ship, 0, before.length()));
        assertEquals(after, ascii(ship, ship.length - after.length(), ship.length));

        byte[] image = Arrays.copyOfRange(ship, before.length(), ship.length - after.length());
        assertArrayEquals(Vectors.snapshotFile(), image);
        assertEquals(content(), Transcript.of(image, 0));
    }

    @Test
    void nothingDependsOnWhereTheImageIsCut() throws FormatException {
        byte[] image = Vectors.snapshotFile();
        for (int size = 1; size <= image.length; size++) {
            var transcript = new Transcript();
            var decoder = new SnapshotDecoder(transcript, 0, EntryLimits.redis());
            // One array for all chunks, overwritten each time: nothing may be kept of it.
            byte[] chunk = new byte[size + 1];
            for (int from = 0; from < image.length; from += size) {
                int length = Math.min(size, image.length - from);
                Arrays.fill(chunk, (byte) 0xee);
                System.arraycopy(image, from, chunk, 1, length);
                decoder.feed(chunk, 1, length);
                assertEquals(from + length, decoder.position());
            }
            decoder.end();
            assertEquals(content(), transcript.toString(), "cut every " + size + " bytes");
        }
    }

    private static String content() {
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }
        return CONTENT.formatted(Transcript.escaped(allBytes));
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
