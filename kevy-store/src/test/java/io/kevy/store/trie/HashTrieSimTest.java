package io.kevy.store.trie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Hold;
import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations on two tries of one memory and on plain maps, with views opened and closed, and
 * pages refused, at random moments.
 */
class HashTrieSimTest {
    private static final int TABLES = 2;
    private static final int OPEN_VIEWS_MAX = 3;
    private static final long PAGE_BYTES = 64 << 10;

    private record Entry(long value, long deadline) {}

    private record View(Hold hold, List<Long> roots, List<Map<Long, Entry>> content,
            Set<Long> records) {}

    /** Arenas that refuse when they are told to. */
    private static final class MoodyPages implements PageSource {
        private final PageSource arenas = PageSource.arenas();
        boolean refuses;

        @Override
        public MemorySegment open(long bytes) {
            if (refuses) {
                throw new OutOfMemoryError("refused");
            }
            return arenas.open(bytes);
        }

        @Override
        public void close(MemorySegment page) {
            arenas.close(page);
        }
    }

    private static final class Run implements AutoCloseable {
        final Random random;
        final int keys;
        final MoodyPages pages = new MoodyPages();
        final Memory memory = Memory.open(pages, true, PAGE_BYTES);
        final LongRecords records;
        final HashTrie trie;
        final TrieBatch batch;
        final TriePlace place = new TriePlace();
        final long[] roots = new long[TABLES];
        final TrieSweep[] expiry = {new TrieSweep(), new TrieSweep()};
        final TrieSweep[] compaction = {new TrieSweep(), new TrieSweep()};
        final List<Map<Long, Entry>> model = new ArrayList<>();
        final List<View> views = new ArrayList<>();
        long now = 1000;
        int failures;

        /** Whether records come or go at the moment. */
        boolean growing = true;

        Run(long seed, int keys, long hashMask) {
            random = new Random(seed);
            this.keys = keys;
            records = new LongRecords(memory, hashMask);
            trie = new HashTrie(memory, records);
            batch = new TrieBatch(trie, 8);
            for (int table = 0; table < TABLES; table++) {
                model.add(new HashMap<>());
            }
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                if (i % 1500 == 0) {
                    growing = random.nextInt(3) > 0;
                    check();
                }
                pages.refuses = random.nextInt(4) == 0;
                int table = random.nextInt(10) < 8 ? 0 : 1;
                try {
                    step(table, random.nextInt(1000));
                } catch (OutOfMemoryError e) {
                    assertTrue(pages.refuses, e.toString());
                    failures++;
                }
            }
            pages.refuses = false;
            check();
        }

        private void step(int table, int dice) {
            long key = random.nextInt(keys);
            if (dice < 850) {
                int writes = growing ? 640 : 250;
                if (dice < writes) {
                    put(table, key);
                } else {
                    remove(table, key);
                }
            } else if (dice < 900) {
                changeDeadline(table, key);
            } else if (dice < 940) {
                now += random.nextInt(20);
                expire(table);
            } else if (dice < 950) {
                checkScanAndRandom(table);
            } else if (dice < 960) {
                compact(table);
            } else if (dice < 975) {
                memory.reclaim(() -> random.nextInt(5) == 0);
            } else if (dice < 985) {
                freeze();
            } else if (dice < 987) {
                memory.reserve(0, 0);
                trie.discard(roots[table]);
                roots[table] = 0;
                model.get(table).clear();
            } else if (!views.isEmpty()) {
                var view = views.remove(random.nextInt(views.size()));
                check(view);
                view.hold.close();
            }
            checkKey(table, key);
        }

        private void put(int table, long key) {
            long deadline = random.nextInt(3) == 0
                    ? now + random.nextInt(400)
                    : HashTrie.NO_DEADLINE;
            long value = random.nextLong();
            memory.reserve(0, 0);
            boolean had = records.find(trie, roots[table], key, place);
            assertEquals(model.get(table).containsKey(key), had);
            long record = records.make(key, deadline, value);
            long old = place.record();
            boolean young = trie.isYoung(place);
            try {
                roots[table] = had
                        ? trie.replace(roots[table], place, record, deadline)
                        : trie.insert(roots[table], place, record, deadline);
            } catch (OutOfMemoryError e) {
                memory.free(record, Memory.PLAIN);
                throw e;
            }
            if (had) {
                memory.discardRecord(old, young);
            }
            model.get(table).put(key, new Entry(value, deadline));
            assertTrue(trie.isCurrent(place));
            assertTrue(trie.isYoung(place));
            assertEquals(record, place.record());
        }

        private void remove(int table, long key) {
            memory.reserve(0, 0);
            if (records.find(trie, roots[table], key, place)) {
                long old = place.record();
                boolean young = trie.isYoung(place);
                roots[table] = trie.remove(roots[table], place);
                memory.discardRecord(old, young);
                assertTrue(model.get(table).remove(key) != null);
            }
            assertFalse(model.get(table).containsKey(key));
        }

        private void changeDeadline(int table, long key) {
            if (!records.find(trie, roots[table], key, place)) {
                return;
            }
            boolean young = trie.isYoung(place);
            for (var view : views) {
                assertFalse(young && view.records.contains(place.record()), "a view sees it");
            }
            if (memory.isOwned(Entries.address(place.leaf)) && memory.ownsRecord(young)) {
                long deadline = now + random.nextInt(500);
                records.deadline(place.record(), deadline);
                trie.noteDeadline(place, deadline);
                model.get(table).put(key, new Entry(records.value(place.record()), deadline));
            }
        }

        private void expire(int table) {
            var sweep = expiry[table];
            int budget = random.nextInt(12);
            var map = model.get(table);
            int[] left = {random.nextInt(20) == 0 ? random.nextInt(5) : Integer.MAX_VALUE};
            int[] leaves = {0};
            memory.reserve(0, 0);
            sweep.begin(roots[table]);
            boolean fromStart = sweep.isAtStart();
            boolean complete = false;
            try {
                complete = trie.expire(sweep, now, (record, young) -> {
                    if (left[0]-- == 0) {
                        throw new IllegalStateException("not now");
                    }
                    assertTrue(map.remove(records.key(record)).deadline < now);
                    memory.discardRecord(record, young);
                }, () -> leaves[0]++ >= budget);
            } catch (IllegalStateException e) {
                assertEquals("not now", e.getMessage());
            } finally {
                roots[table] = sweep.root();
            }
            if (complete) {
                assertTrue(sweep.isAtStart());
                if (fromStart) {
                    map.forEach((key, entry) -> assertTrue(entry.deadline >= now, "still there"));
                }
            }
        }

        private void compact(int table) {
            if (memory.openHolds() == 0 && !memory.beginCompaction(() -> false)) {
                return;
            }
            var sweep = compaction[table];
            int[] leaves = {0};
            sweep.begin(roots[table]);
            try {
                trie.compact(sweep, (record, young) -> {
                    long copy = records.copy(record);
                    memory.discardRecord(record, young);
                    return copy;
                }, () -> leaves[0]++ > 20);
            } finally {
                roots[table] = sweep.root();
                memory.endCompaction();
            }
        }

        private void checkScanAndRandom(int table) {
            var seen = new HashSet<Long>();
            long cursor = 0;
            do {
                cursor = trie.scan(roots[table], cursor, 1 + random.nextInt(30),
                        record -> seen.add(records.key(record)));
                assertTrue(cursor >= 0 && cursor < 1L << 48);
            } while (cursor != 0);
            var map = model.get(table);
            assertEquals(map.keySet(), seen);
            long record = trie.random(roots[table], map.size(), random);
            assertEquals(map.isEmpty(), record == 0);
            assertTrue(record == 0 || map.containsKey(records.key(record)));
        }

        private void freeze() {
            if (views.size() == OPEN_VIEWS_MAX) {
                return;
            }
            var content = new ArrayList<Map<Long, Entry>>();
            var addresses = new HashSet<Long>();
            for (int table = 0; table < TABLES; table++) {
                content.add(new HashMap<>(model.get(table)));
                trie.scan(roots[table], 0, Integer.MAX_VALUE, addresses::add);
            }
            views.add(new View(memory.freeze(), List.of(roots[0], roots[1]), content, addresses));
        }

        private void check(View view) {
            for (int table = 0; table < TABLES; table++) {
                var rest = new HashMap<>(view.content.get(table));
                var walk = new TrieWalk(view.roots.get(table), view.hold.pages());
                for (long record = walk.next(); record != 0; record = walk.next()) {
                    var expected = new Entry(records.value(record), records.deadline(record));
                    assertEquals(expected, rest.remove(records.key(record)));
                }
                assertTrue(rest.isEmpty());
            }
        }

        private void checkKey(int table, long key) {
            if (random.nextInt(4) == 0) {
                for (int i = 0; i < 8; i++) {
                    batch.add(roots[table], records.hashOf(key + i));
                }
                batch.run();
            }
            var entry = model.get(table).get(key);
            assertEquals(entry != null, records.find(trie, roots[table], key, place));
            if (entry != null) {
                assertEquals(entry.value, records.value(place.record()));
                assertEquals(entry.deadline, records.deadline(place.record()));
            }
        }

        private void check() {
            for (int table = 0; table < TABLES; table++) {
                TrieInvariants.check(
                        memory, trie, records, roots[table], model.get(table).size());
                for (long key : model.get(table).keySet()) {
                    checkKey(table, key);
                }
            }
            views.forEach(this::check);
        }

        /** With all views closed nothing is left but what the tries say. */
        void checkNothingLeaks() {
            for (var view : views) {
                view.hold.close();
            }
            views.clear();
            memory.reclaim(() -> false);
            long bytes = 0;
            for (int table = 0; table < TABLES; table++) {
                bytes += TrieInvariants.check(
                        memory, trie, records, roots[table], model.get(table).size());
            }
            assertEquals(bytes, memory.usedBytes());
            for (int table = 0; table < TABLES; table++) {
                trie.discard(roots[table]);
            }
            memory.reclaim(() -> false);
            assertEquals(0, memory.usedBytes());
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private static int run(long seed, int keys, long hashMask, int steps) {
        try (var run = new Run(seed, keys, hashMask)) {
            run.steps(steps);
            run.checkNothingLeaks();
            return run.failures;
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ", " + keys + " keys, mask "
                    + Long.toHexString(hashMask), e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, FFFFFFFFFFFFFFFF",
        "6000, FFFFFFFFFFFFFFFF",
        // Few different hashes: long leaves.
        "300, 3",
        "1500, E000000000000007",
        // Hashes that differ late: chains of branches.
        "1500, FF",
        "3000, FFFF000",
        "3000, FFFFFF",
        "4000, F0F0F0F0F0F0F0F0",
        "4000, 8000000000000FFF",
        "20000, FFFFFFFFFFFFFFFF",
    })
    void triesAndViewsHoldWhatTheModelHolds(int keys, String mask) {
        long seeds = Long.getLong("kevy.trie.seeds", 3);
        long first = Long.getLong("kevy.trie.seed", 1);
        int failures = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            failures += run(seed, keys, Long.parseUnsignedLong(mask, 16), 15_000);
        }
        assertTrue(failures > 0, "memory was never refused");
    }

    @Test
    void aLargeTrieHoldsWhatTheModelHolds() {
        run(11, 200_000, -1, 400_000);
    }
}
