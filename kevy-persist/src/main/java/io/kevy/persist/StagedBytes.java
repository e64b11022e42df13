package io.kevy.persist;

/** Little-endian numbers that wait for room; at most {@value #CAPACITY} bytes of them. */
final class StagedBytes {

    private static final int CAPACITY = 32;

    private final byte[] bytes = new byte[CAPACITY];
    private int from;
    private int to;

    boolean isEmpty() {
        return from == to;
    }

    void u8(int number) {
        bytes[to] = (byte) number;
        to += Byte.BYTES;
    }

    void u32(int number) {
        LittleEndian.u32(bytes, to, number);
        to += Integer.BYTES;
    }

    void u64(long number) {
        LittleEndian.u64(bytes, to, number);
        to += Long.BYTES;
    }

    /** Moves as many bytes as fit between the two indices, and returns their number. */
    int drain(byte[] target, int at, int targetTo) {
        int size = Math.min(to - from, targetTo - at);
        System.arraycopy(bytes, from, target, at, size);
        from += size;
        if (from == to) {
            from = 0;
            to = 0;
        }
        return size;
    }
}
