package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.resp.RequestLimits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder(RequestLimits.redis());

    private int decode(String latin1) throws FrameException {
        byte[] bytes = Drive.bytes(latin1);
        return decoder.decode(bytes, 0, bytes.length);
    }

    private void assertBad(FrameException.Kind kind, String... frames) {
        for (String frame : frames) {
            var e = assertThrows(FrameException.class, () -> decode(frame), frame);
            assertEquals(kind, e.kind(), frame);
        }
    }

    @Test
    void aFrameGivesOffsetAndCommand() throws FrameException {
        String frame = Drive.frame(12, "SET", "k", "a\r\nb");
        assertEquals(frame.length(), decode(frame + "*2\r\n"));
        assertEquals(12, decoder.offset());
        assertEquals(List.of("SET", "k", "a\r\nb"), Drive.strings(decoder.command()));
    }

    @Test
    void everyProperPrefixIsTruncated() throws FrameException {
        String frame = Drive.frame(Long.MAX_VALUE, "SET", "k", "", "value");
        for (int length = 0; length < frame.length(); length++) {
            decoder.reset();
            assertEquals(FrameDecoder.TRUNCATED, decode(frame.substring(0, length)));
        }
    }

    @Test
    void decodingGoesOnWhereItStopped() throws FrameException {
        byte[] frame = Drive.bytes(Drive.frame(7, "RPUSH", "list", "a", "bb", "ccc"));
        for (int length = 0; length < frame.length; length++) {
            byte[] moved = new byte[length + 3];
            System.arraycopy(frame, 0, moved, 3, length);
            assertEquals(FrameDecoder.TRUNCATED, decoder.decode(moved, 3, moved.length));
        }
        assertEquals(frame.length, decoder.decode(frame, 0, frame.length));
        assertEquals(7, decoder.offset());
        assertEquals(
                List.of("RPUSH", "list", "a", "bb", "ccc"), Drive.strings(decoder.command()));
    }

    @Test
    void theEnvelopeIsAnArrayOfTwo() {
        assertBad(
                FrameException.Kind.BAD_ENVELOPE, "+OK\r\n", "*3\r\n:1\r\n", "*2\n", "$",
                "*22\r\n");
    }

    @Test
    void theOffsetIsANumber() {
        assertBad(
                FrameException.Kind.BAD_OFFSET,
                "*2\r\n$1\r\n",
                "*2\r\n:\r\n",
                "*2\r\n:x\r\n",
                "*2\r\n:+1\r\n",
                "*2\r\n:1\rx",
                "*2\r\n:9223372036854775808\r\n",
                "*2\r\n:111111111111111111111");
    }

    @Test
    void theOffsetIsNotNegative() {
        assertBad(FrameException.Kind.NEGATIVE_OFFSET, "*2\r\n:-1\r\n");
    }

    @Test
    void thePayloadIsACommand() {
        assertBad(
                FrameException.Kind.BAD_PAYLOAD,
                "*2\r\n:1\r\nPING\r\n",
                "*2\r\n:1\r\n*0\r\n",
                "*2\r\n:1\r\n*-1\r\n",
                "*2\r\n:1\r\n*x\r\n",
                "*2\r\n:1\r\n*1\r\n:1\r\n",
                "*2\r\n:1\r\n*1\r\n$-1\r\n",
                "*2\r\n:1\r\n*1\r\n$4\r\nPINGxx");
    }

    @Test
    void afterABadFrameTheDecoderServesAnotherStream() throws FrameException {
        assertBad(FrameException.Kind.BAD_PAYLOAD, "*2\r\n:1\r\n*2\r\n$3\r\nGET\r\n:1\r\n");
        String frame = Drive.frame(3, "PING");
        assertEquals(frame.length(), decode(frame));
        assertEquals(3, decoder.offset());
    }

    @Test
    void anyBytesGiveAFrameOrAFrameException() {
        var random = new java.util.Random(5);
        byte[] frame = Drive.bytes(Drive.frame(1234, "SET", "key", "value", "PX", "100"));
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            for (int n = random.nextInt(4); n > 0 && damaged.length > 0; n--) {
                byte b = frame[random.nextInt(frame.length)];
                damaged[random.nextInt(damaged.length)] =
                        random.nextBoolean() ? b : (byte) random.nextInt(256);
            }
            decoder.reset();
            try {
                int consumed = decoder.decode(damaged, 0, damaged.length);
                assertEquals(consumed, Math.clamp(consumed, 0, damaged.length));
            } catch (FrameException e) {
                assertEquals(0, e.getStackTrace().length);
            }
        }
    }
}
