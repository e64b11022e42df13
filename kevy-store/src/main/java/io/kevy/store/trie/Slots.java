package io.kevy.store.trie;

/**
 * The 8 bytes by which a leaf refers to a record:
 *
 * <pre>
 *  bits  0-38  address of the record in units of 8 bytes
 *  bit   39    young: the record was written after the leaf was made or copied
 *  bits 40-63  fingerprint: the 24 bits of the hash from the leaf's window on
 * </pre>
 *
 * The window of a leaf below the branch of level {@code n} begins with hash bit {@code 8n}, counted
 * from the highest; bits beyond the hash's last count as 0.
 */
final class Slots {
    static final int ADDRESS_UNIT_BITS = 39;
    static final long ADDRESS_UNIT_MASK = (1L << ADDRESS_UNIT_BITS) - 1;
    static final long YOUNG = 1L << ADDRESS_UNIT_BITS;
    static final int FINGERPRINT_SHIFT = 40;
    static final int FINGERPRINT_BITS = 24;
    static final long FINGERPRINT_MASK = (1L << FINGERPRINT_BITS) - 1;

    private Slots() {}

    static long address(long slot) {
        return (slot & ADDRESS_UNIT_MASK) << 3;
    }

    static boolean isYoung(long slot) {
        return (slot & YOUNG) != 0;
    }

    /** A young slot. */
    static long of(long record, long fingerprint) {
        return (fingerprint << FINGERPRINT_SHIFT) | YOUNG | (record >>> 3);
    }

    static long fingerprint(long slot) {
        return slot >>> FINGERPRINT_SHIFT;
    }

    static long withFingerprint(long slot, long fingerprint) {
        return (fingerprint << FINGERPRINT_SHIFT) | (slot & ((1L << FINGERPRINT_SHIFT) - 1));
    }

    /** The fingerprint in a leaf whose window begins with the bit of this level. */
    static long fingerprint(long hash, int level) {
        return (hash << (level << 3)) >>> FINGERPRINT_SHIFT;
    }
}
