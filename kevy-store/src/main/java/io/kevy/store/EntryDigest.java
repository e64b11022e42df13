package io.kevy.store;

import io.kevy.store.record.Words;
import java.lang.foreign.MemorySegment;

/**
 * Adds up the digests of entries. The hash of one entry runs two 64-bit lanes over its words, each
 * lane a bijection of its state for every word, and mixes them with each other at the end. Words
 * are little-endian on every machine. Where the pieces of a value begin and end does not matter.
 */
final class EntryDigest {

    private static final long K1 = 0xFF51AFD7ED558CCDL;
    private static final long K2 = 0xC4CEB9FE1A85EC53L;
    private static final long K3 = 0x9E3779B97F4A7C15L;

    private final int database;
    private final Slice piece = new Slice();
    private long sumHigh;
    private long sumLow;
    private long a;
    private long b;

    /** The bytes of the last word that is not full yet, and how many bits they are. */
    private long word;

    private int wordBits;

    EntryDigest(int database) {
        this.database = database;
    }

    void add(Entry entry) {
        a = K3;
        b = ~K3;
        int length = entry.stringLength();
        absorb(((long) database << 8) | entry.type().code());
        absorb(entry.deadline());
        absorb(((long) entry.keyLength() << 32) | length);
        entry.key(piece);
        absorbPiece();
        absorbRest();
        for (int at = 0; at < length; at += piece.length()) {
            entry.piece(at, piece);
            absorbPiece();
        }
        absorbRest();
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

    private void absorbPiece() {
        MemorySegment memory = piece.memory();
        long at = piece.offset();
        long end = at + piece.length();
        for (; wordBits > 0 && at < end; at++) {
            absorbByte(memory.get(Words.BYTE, at));
        }
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            absorb(memory.get(Words.LONG_LITTLE_ENDIAN, at));
        }
        for (; at < end; at++) {
            absorbByte(memory.get(Words.BYTE, at));
        }
    }

    private void absorbByte(byte value) {
        word |= (value & 0xFFL) << wordBits;
        wordBits += Byte.SIZE;
        if (wordBits == Long.SIZE) {
            absorbRest();
        }
    }

    private void absorbRest() {
        absorb(word);
        word = 0;
        wordBits = 0;
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
