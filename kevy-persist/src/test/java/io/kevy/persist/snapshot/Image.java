package io.kevy.persist.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A snapshot written by hand, field by field. */
final class Image {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Image ofVersion(int version) {
        return new Image().ascii("KEVYSNAP").u8(version);
    }

    Image ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Image u8(int number) {
        bytes.write(number);
        return this;
    }

    Image u32(long number) {
        return little(number, 4);
    }

    Image u64(long number) {
        return little(number, 8);
    }

    Image bytes(String text) {
        return u32(text.length()).ascii(text);
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private Image little(long number, int width) {
        for (int i = 0; i < width; i++) {
            bytes.write((int) (number >>> (8 * i)));
        }
        return this;
    }
}
