package io.kevy.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void orderSeedAndHistoryDoNotMatter() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            names.add("key" + i);
        }
        try (var one = Bytes.open(1, 1); var other = Bytes.open(1, 2)) {
            for (String name : names) {
                Bytes.set(one.keyspace(0), name, "value of " + name, name.length());
            }
            Collections.shuffle(names, new Random(1));
            for (String name : names) {
                Bytes.set(other.keyspace(0), name + "gone", "x");
                Bytes.set(other.keyspace(0), name, "value");
                Bytes.append(other.keyspace(0), name, " of " + name);
                Bytes.expireAt(other.keyspace(0), name, name.length());
                Bytes.remove(other.keyspace(0), name + "gone");
            }
            assertEquals(one.keyspace(0).digest(), other.keyspace(0).digest());
        }
    }

    @Test
    void anIntegerCountsAsItsText() {
        for (String text : new String[] {"0", "-7", "12345678", "-1234567", "1234567890123456",
            "-9223372036854775808"}) {
            try (var one = Bytes.open(1, 1); var other = Bytes.open(1, 1)) {
                Bytes.set(one.keyspace(0), "n", text);
                Bytes.set(other.keyspace(0), "n", "");
                Bytes.append(other.keyspace(0), "n", text);
                assertEquals(Encoding.RAW,
                        Bytes.find(other.keyspace(0), "n").encoding());
                assertEquals(one.keyspace(0).digest(), other.keyspace(0).digest(), text);
            }
        }
    }

    @Test
    void everyPartOfAnEntryCounts() {
        var digests = new HashSet<Digest>();
        int entries = 0;
        for (String key : new String[] {"", "a", "b", "ab", "a\0"}) {
            for (String value : new String[] {"", "a", "b", "\0", "\0\0", "12", "1200000\0",
                "x".repeat(99)}) {
                for (long deadline : new long[] {Keyspace.NO_DEADLINE, 0, 1, 1L << 40}) {
                    for (int db = 0; db < 2; db++) {
                        try (var store = Bytes.open(2, 1);
                                var view = set(store, db, key, value, deadline).freeze()) {
                            digests.add(view.digest());
                            entries++;
                        }
                    }
                }
            }
        }
        assertEquals(entries, digests.size());
    }

    private static Store set(Store store, int db, String key, String value, long deadline) {
        Bytes.set(store.keyspace(db), key, value, deadline);
        return store;
    }

    @Test
    void digestsOfPartsAddUpToTheWhole() {
        try (var all = Bytes.open(1, 1);
                var left = Bytes.open(1, 2);
                var right = Bytes.open(1, 3)) {
            for (int i = 0; i < 500; i++) {
                Bytes.set(all.keyspace(0), "k" + i, "v" + i);
                Bytes.set((i % 3 == 0 ? left : right).keyspace(0), "k" + i, "v" + i);
            }
            var sum = left.keyspace(0).digest().plus(right.keyspace(0).digest());
            assertEquals(all.keyspace(0).digest(), sum);
            assertNotEquals(Digest.EMPTY, sum);
            assertEquals(sum, sum.plus(Digest.EMPTY));
            all.keyspace(0).clear();
            assertEquals(Digest.EMPTY, all.keyspace(0).digest());
        }
    }

    @Test
    void aSumCarriesAndIsShownAsHexadecimal() {
        var sum = new Digest(1, -1).plus(new Digest(2, 2));
        assertEquals(new Digest(4, 1), sum);
        assertEquals("00000000000000040000000000000001", sum.hex());
    }

    @Test
    void oneFlippedBitChangesAboutHalfOfTheDigest() {
        var random = new Random(5);
        int differing = 0;
        int pairs = 300;
        for (int i = 0; i < pairs; i++) {
            var text = new StringBuilder(
                    "some value of a length that varies".substring(0, 1 + random.nextInt(30)));
            var before = digestOf(text.toString());
            int at = random.nextInt(text.length());
            text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
            var after = digestOf(text.toString());
            differing += Long.bitCount(before.high() ^ after.high())
                    + Long.bitCount(before.low() ^ after.low());
        }
        double mean = (double) differing / pairs;
        assertTrue(mean > 60 && mean < 68, mean + " bits");
    }

    @Test
    void whereAValueLiesDoesNotCount() {
        String value = "0123456789".repeat(20_000);
        try (var one = Bytes.open(1, 1); var other = Bytes.open(1, 1)) {
            Bytes.set(one.keyspace(0), "key", value);
            for (int at = 0; at < value.length();) {
                int end = Math.min(value.length(), at + 1 + at * 2 % 7001);
                Bytes.append(other.keyspace(0), "key", value.substring(at, end));
                at = end;
            }
            assertEquals(one.keyspace(0).digest(), other.keyspace(0).digest());
            Bytes.write(other.keyspace(0), "key", 190_000, "x");
            assertNotEquals(one.keyspace(0).digest(), other.keyspace(0).digest());
        }
    }

    @Test
    void theDigestOfAnEntryStaysWhatItIs() {
        assertEquals("e984e539f3085162f54fa5af7c218c0f", digestOf("value").hex());
        assertEquals("6271dcc94e3e7b903d2b5a60fc04caab", digestOf("-42").hex());
        assertEquals("31ae40d0b3c236ceb25eb3a02c4371b0", digestOf("x".repeat(200_000)).hex());
    }

    private static Digest digestOf(String value) {
        try (var store = Bytes.open(1, 1)) {
            Bytes.set(store.keyspace(0), "key", value);
            return store.keyspace(0).digest();
        }
    }
}
