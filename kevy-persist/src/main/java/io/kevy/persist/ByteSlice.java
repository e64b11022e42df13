package io.kevy.persist;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A run of bytes inside an array, handed to a {@link SnapshotSink}.
 *
 * <p>The decoder reuses the object and the array: both are valid during the call they are handed
 * to, and nobody but the decoder writes to them. What lies inside one fed chunk is a view of that
 * chunk; what was cut over several is gathered here, in an array that grows as the bytes arrive.
 */
public final class ByteSlice {

    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 64;

    /** An array beyond this is given back once its content has been used. */
    private static final int KEPT_BYTES_MAX = 1 << 16;

    private byte[] own = NOTHING;
    private byte[] array = NOTHING;
    private boolean isView;
    private int offset;
    private int length;

    ByteSlice() {}

    /** The array that holds the bytes, among others. */
    public byte[] array() {
        return array;
    }

    /** Index of the first byte in {@link #array}. */
    public int offset() {
        return offset;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** The bytes in an array of their own. */
    public byte[] copy() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Forgets the content, and the array when it is large. */
    void clear() {
        if (own.length > KEPT_BYTES_MAX) {
            own = NOTHING;
        }
        array = own;
        isView = false;
        offset = 0;
        length = 0;
    }

    /** Becomes a view of bytes that somebody else owns. */
    void view(byte[] source, int from, int size) {
        array = source;
        isView = true;
        offset = from;
        length = size;
    }

    /** Adds bytes to what has been gathered since {@link #clear}, of {@code sizeMax} in the end. */
    void gather(byte[] source, int from, int size, int sizeMax) {
        int gathered = length + size;
        if (gathered > own.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * own.length);
            own = Arrays.copyOf(own, (int) Math.max(gathered, Math.min(doubled, sizeMax)));
        }
        System.arraycopy(source, from, own, length, size);
        array = own;
        length = gathered;
    }

    /** Copies the bytes when they are a view, so that the array behind it can be reused. */
    void detach() {
        if (isView) {
            byte[] source = array;
            int from = offset;
            int size = length;
            clear();
            gather(source, from, size, size);
        }
    }
}
