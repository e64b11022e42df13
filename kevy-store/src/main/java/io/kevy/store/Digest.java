package io.kevy.store;

import java.util.HexFormat;

/**
 * A fingerprint of a set of entries: the sum modulo 2^128 of a 128-bit hash of each entry (database
 * number, type, key, value, deadline). The order of entries, the hash seed, the encoding of a value
 * and its place in memory do not matter, so digests of databases and shards add up to the digest of
 * the whole.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Digest(long high, long low) {

    /** The digest of nothing. */
    public static final Digest EMPTY = new Digest(0, 0);

    /** The digest of both sets of entries together. */
    public Digest plus(Digest other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Digest(high + other.high + carry, sum);
    }

    /** 32 lower-case hexadecimal digits. */
    public String hex() {
        var format = HexFormat.of();
        return format.toHexDigits(high) + format.toHexDigits(low);
    }
}
