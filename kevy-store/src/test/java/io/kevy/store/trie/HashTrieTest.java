package io.kevy.store.trie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashTrieTest {
    private final Memory memory = Memory.open(PageSource.arenas(), true, 64 << 10);
    private LongRecords records = new LongRecords(memory, -1);
    private HashTrie trie = new HashTrie(memory, records);
    private final TriePlace place = new TriePlace();
    private long root;

    @AfterEach
    void close() {
        memory.close();
    }

    private void insert(long key, long deadline) {
        assertFalse(records.find(trie, root, key, place));
        root = trie.insert(root, place, records.make(key, deadline, key), deadline);
    }

    private void insert(long from, long to, long deadline) {
        for (long key = from; key < to; key++) {
            insert(key, deadline);
        }
    }

    private void remove(long key) {
        assertTrue(records.find(trie, root, key, place));
        long old = place.record();
        boolean young = trie.isYoung(place);
        root = trie.remove(root, place);
        memory.discardRecord(old, young);
    }

    private void allHashesAreAlikeBut(long mask) {
        records = new LongRecords(memory, mask);
        trie = new HashTrie(memory, records);
    }

    @Test
    void aSmallTableIsOneShortLeaf() {
        insert(0, 6, HashTrie.NO_DEADLINE);
        assertEquals(64 + 6 * LongRecords.BYTES, memory.usedBytes());
        assertFalse(Entries.isBranch(root));
    }

    @Test
    void anEmptiedTableIsNothing() {
        insert(0, 5000, HashTrie.NO_DEADLINE);
        for (long key = 0; key < 5000; key++) {
            remove(key);
        }
        assertEquals(0, root);
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void aKeyTakesLessThanTenBytesBesidesItsRecord() {
        insert(0, 100_000, HashTrie.NO_DEADLINE);
        double perKey = memory.usedBytes() / 100_000.0 - LongRecords.BYTES;
        assertTrue(perKey < 9.8, perKey + " bytes");
    }

    @Test
    void theFirstWriteAfterAFreezeCopiesOnePath() {
        insert(0, 100_000, HashTrie.NO_DEADLINE);
        try (var hold = memory.freeze()) {
            long before = memory.usedBytes();
            insert(100_000, HashTrie.NO_DEADLINE);
            assertTrue(memory.usedBytes() - before < 6800);
            assertEquals(1, memory.openHolds());
            assertFalse(hold.isClosed());
        }
    }

    @Test
    void aRecordIsYoungUntilAViewSeesIt() {
        insert(1, HashTrie.NO_DEADLINE);
        assertTrue(trie.isYoung(place));
        try (var hold = memory.freeze()) {
            assertTrue(trie.isCurrent(place));
            assertFalse(trie.isYoung(place));
            insert(2, HashTrie.NO_DEADLINE);
            assertTrue(trie.isYoung(place));
            assertTrue(records.find(trie, root, 1, place));
            assertFalse(trie.isYoung(place));
            assertFalse(hold.isClosed());
        }
    }

    @Test
    void anyWriteMakesOtherPlacesInvalid() {
        var other = new TriePlace();
        insert(1, HashTrie.NO_DEADLINE);
        records.find(trie, root, 1, other);
        assertTrue(trie.isCurrent(other));
        insert(2, HashTrie.NO_DEADLINE);
        assertFalse(trie.isCurrent(other));
        assertTrue(trie.isCurrent(place));
    }

    @Test
    void recordsOfOneHashAreToldApartByTheirKeys() {
        allHashesAreAlikeBut(0);
        insert(0, 3000, HashTrie.NO_DEADLINE);
        TrieInvariants.check(memory, trie, records, root, 3000);
        for (long key = 0; key < 3000; key += 2) {
            remove(key);
        }
        for (long key = 0; key < 3000; key++) {
            assertEquals(key % 2 == 1, records.find(trie, root, key, place));
        }
    }

    @Test
    void moreRecordsOfOneHashThanALeafTakesAreRefused() {
        allHashesAreAlikeBut(0);
        long count = Nodes.SAME_HASH_MAX;
        // Fills the leaf without looking for keys one by one.
        place.hash = 0;
        for (long key = 0; key < count; key++) {
            trie.find(root, 0, records.key, 0, 0, place);
            root = trie.insert(root, place, records.make(key, HashTrie.NO_DEADLINE, 0),
                    HashTrie.NO_DEADLINE);
        }
        trie.find(root, 0, records.key, 0, 0, place);
        long record = records.make(count, HashTrie.NO_DEADLINE, 0);
        assertThrows(OutOfMemoryError.class,
                () -> trie.insert(root, place, record, HashTrie.NO_DEADLINE));
        TrieInvariants.check(memory, trie, records, root, count);
    }

    @Test
    void expiryPassesByWhatIsNotDue() {
        insert(0, 20_000, 500);
        insert(20_000, 20_010, 100);
        var sweep = new TrieSweep();
        int[] leaves = {0};
        int[] expired = {0};
        TrieExpiry expiry = (record, young) -> {
            expired[0]++;
            memory.discardRecord(record, young);
        };
        for (int round = 0; round < 2; round++) {
            leaves[0] = 0;
            sweep.begin(root);
            assertTrue(trie.expire(sweep, 200, expiry, () -> leaves[0]++ < 0));
            root = sweep.root();
        }
        assertEquals(10, expired[0]);
        assertEquals(0, leaves[0], "the bound of the root says that nothing is due");
        sweep.begin(root);
        assertFalse(trie.expire(sweep, 501, expiry, () -> true));
        root = sweep.root();
        assertFalse(sweep.isAtStart());
        sweep.begin(root);
        assertTrue(trie.expire(sweep, 501, expiry, () -> false));
        assertEquals(20_010, expired[0]);
        assertEquals(0, sweep.root());
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void aScanSeesWhatStaysWhileTheTableGrowsAndShrinks() {
        insert(0, 2000, HashTrie.NO_DEADLINE);
        insert(10_000, 30_000, HashTrie.NO_DEADLINE);
        var seen = new HashSet<Long>();
        long cursor = 0;
        long next = 10_000;
        do {
            cursor = trie.scan(root, cursor, 10, record -> seen.add(records.key(record)));
            for (int i = 0; i < 150 && next < 30_000; i++) {
                remove(next++);
            }
        } while (cursor != 0);
        for (long key = 0; key < 2000; key++) {
            assertTrue(seen.contains(key));
        }
    }

    @Test
    void randomRecordsAreNearlyEquallyLikely() {
        int keys = 3000;
        insert(0, keys, HashTrie.NO_DEADLINE);
        var random = new Random(3);
        var hits = new int[keys];
        int draws = 100 * keys;
        for (int i = 0; i < draws; i++) {
            hits[(int) records.key(trie.random(root, keys, random))]++;
        }
        double squares = 0;
        for (int hit : hits) {
            squares += (hit - 100.0) * (hit - 100.0) / 100.0;
        }
        // Chi square with 2,999 degrees of freedom: mean 2,999, deviation 77.
        assertTrue(squares < 3400, "chi square " + squares);
    }

    @Test
    void whatADeletionLeavesSparseIsMovedTogether() {
        int keys = 200_000;
        insert(0, keys, HashTrie.NO_DEADLINE);
        var random = new Random(5);
        int left = keys;
        for (long key = 0; key < keys; key++) {
            if (random.nextInt(10) > 0) {
                remove(key);
                left--;
            }
        }
        memory.reclaim(() -> false);
        long before = memory.committedBytes();
        while (memory.isWorthCompacting()) {
            while (!memory.beginCompaction(() -> false)) {
                Thread.onSpinWait();
            }
            var sweep = new TrieSweep();
            sweep.begin(root);
            assertTrue(trie.compact(sweep, (record, young) -> {
                long copy = records.copy(record);
                memory.discardRecord(record, young);
                return copy;
            }, () -> false));
            root = sweep.root();
            memory.endCompaction();
            memory.reclaim(() -> false);
        }
        TrieInvariants.check(memory, trie, records, root, left);
        assertTrue(memory.committedBytes() < before / 2);
        assertNotEquals(0, root);
    }
}
