package io.kevy.store.memory;

/**
 * The slot sizes of a slab: steps of 8 bytes to 128, of 16 bytes to 256, then eight steps per
 * doubling to 128 KiB, so that rounding up costs at most 12.5% above 64 bytes and about half of
 * that on average.
 */
final class SizeClasses {

    /** The largest slot; a block above it gets a page of its own. */
    static final int BYTES_MAX = 128 << 10;

    static final int COUNT = 96;

    /**
     * A span is long enough for this many slots of its class, which bounds what its last slot
     * leaves over.
     */
    private static final int SLOTS_PER_SPAN_MIN = 8;

    /** Classes whose spans are one unit long, and the length of one span of each other class. */
    static final int SHORT_SPANS = 64;

    static final int LONG_SPANS_UNITS = 8 * (2 + 4 + 8 + 16);

    private static final int[] BYTES = new int[COUNT];
    private static final byte[] ORDER = new byte[COUNT];

    static {
        for (int bytes = 8; bytes <= BYTES_MAX; bytes += 8) {
            int sizeClass = of(bytes);
            BYTES[sizeClass] = bytes;
            int order = 0;
            while (bytes * SLOTS_PER_SPAN_MIN > SpanTable.UNIT_BYTES << order) {
                order++;
            }
            ORDER[sizeClass] = (byte) order;
        }
    }

    private SizeClasses() {}

    /** The class of the smallest slot that holds so many bytes, 1 to {@link #BYTES_MAX}. */
    static int of(int bytes) {
        if (bytes <= 128) {
            return (bytes - 1) >>> 3;
        }
        if (bytes <= 256) {
            return 16 + ((bytes - 129) >>> 4);
        }
        int log = 31 - Integer.numberOfLeadingZeros(bytes - 1);
        return 24 + ((log - 8) << 3) + ((bytes - 1) >>> (log - 3)) - 8;
    }

    static int bytes(int sizeClass) {
        return BYTES[sizeClass];
    }

    /** Log2 of the length of the class's spans in units. */
    static int order(int sizeClass) {
        return ORDER[sizeClass];
    }

    static int slotsPerSpan(int sizeClass) {
        return (SpanTable.UNIT_BYTES << ORDER[sizeClass]) / BYTES[sizeClass];
    }
}
