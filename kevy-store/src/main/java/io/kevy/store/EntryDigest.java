package io.kevy.store;

import java.lang.foreign.MemorySegment;

/**
 * Adds up the digests of entries. The hash of one entry runs two 64-bit lanes over its words, each
 * lane a bijection of its state for every word, and mixes them with each other at the end. Words
 * are little-endian on every machine.
 */
final class EntryDigest {

    private static final long K1 = 0xFF51AFD7ED558CCDL;
    private static final long K2 = 0xC4CEB9FE1A85EC53L;
    private static final long K3 = 0x9E3779B97F4A7C15L;

    private final int database;
    private long sumHigh;
    private long sumLow;
    private long a;
    private long b;

    EntryDigest(int database) {
        this.database = database;
    }

    void add(MemorySegment page, long at) {
        a = K3;
        b = ~K3;
        int keyLength = Records.keyLength(page, at);
        int valueLength = Records.valueLength(page, at);
        absorb(((long) database << 8) | Records.typeCode(page, at));
        absorb(Records.deadline(page, at));
        absorb(((long) keyLength << 32) | valueLength);
        absorbBytes(page, Records.keyAt(page, at), keyLength);
        if (Records.isInteger(page, at)) {
            absorbText(Records.integer(page, at), valueLength);
        } else {
            absorbBytes(page, Records.valueAt(page, at), valueLength);
        }
        long low = mix(a + Long.rotateLeft(b, 23));
        long high = mix(b ^ low);
        low = mix(low + high);
        long sum = sumLow + low;
        sumHigh += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        sumLow = sum;
    }

    Digest sum() {
        return new Digest(sumHigh, sumLow);
    }

    private void absorbBytes(MemorySegment page, long from, int length) {
        long end = from + length;
        long at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            absorb(page.get(Words.LONG_LITTLE_ENDIAN, at));
        }
        long word = 0;
        for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
            word |= (page.get(Words.BYTE, at) & 0xFFL) << shift;
        }
        absorb(word);
    }

    private void absorbText(long value, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            if (i > 0 && i % Long.BYTES == 0) {
                absorb(word);
                word = 0;
            }
            word |= (long) DecimalText.byteAt(value, length, i) << (i % Long.BYTES * Byte.SIZE);
        }
        absorb(word);
        if (length % Long.BYTES == 0) {
            absorb(0);
        }
    }

    private void absorb(long word) {
        a = Long.rotateLeft((a ^ word) * K1, 29) * K2;
        b = (Long.rotateLeft(b + word * K2, 37) ^ K1) * K3;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * K1;
        mixed = (mixed ^ (mixed >>> 33)) * K2;
        return mixed ^ (mixed >>> 33);
    }
}
