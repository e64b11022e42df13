package io.kevy.persist;

/**
 * What an image may claim before it is refused. The claims cost nothing by themselves: memory is
 * taken only for bytes that have arrived.
 *
 * @param keyBytesMax longest key, in bytes
 * @param valueBytesMax longest string value, element, field name, field value, group or consumer
 *     name, in bytes
 * @param elementsMax most elements of one collection; also most entries, groups, consumers or
 *     pending entries of one stream and most fields of one stream entry
 */
public record EntryLimits(int keyBytesMax, int valueBytesMax, int elementsMax) {

    private static final int MIB = 1 << 20;

    public EntryLimits {
        if (keyBytesMax < 1 || valueBytesMax < 1 || elementsMax < 1) {
            throw new IllegalArgumentException(
                    "limits are at least 1: %d, %d, %d"
                            .formatted(keyBytesMax, valueBytesMax, elementsMax));
        }
    }

    /** Redis's own: 512 MiB for each string of bytes, 2^31-1 elements. */
    public static EntryLimits redis() {
        return new EntryLimits(512 * MIB, 512 * MIB, Integer.MAX_VALUE);
    }
}
