package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations on a store and on plain maps, with snapshots opened and closed at random
 * moments.
 */
class StoreSimTest {

    private static final int DATABASES = 3;
    private static final int OPEN_VIEWS_MAX = 4;
    private static final int PREFETCHED_KEYS_MAX = 16;

    private static final class Entry {
        final byte[] value;
        final long deadline;

        Entry(byte[] value, long deadline) {
            this.value = value;
            this.deadline = deadline;
        }
    }

    private record Snapshot(SnapshotView view, List<Map<String, Entry>> content) {}

    /** One run: a store, its model, and the snapshots with the model as it was. */
    private static final class Run {
        final Random random;
        final int keys;
        final KeyHash keyHash;
        final Store store;
        final List<Map<String, Entry>> model = new ArrayList<>();
        final List<Snapshot> snapshots = new ArrayList<>();
        final Prefetch prefetch = new Prefetch(PREFETCHED_KEYS_MAX);
        long now = 1_000_000;

        Run(long seed, int keys, long hashMask) {
            random = new Random(seed);
            this.keys = keys;
            keyHash = new KeyHash(seed, hashMask);
            store = Store.open(new StoreOptions(DATABASES, true, seed), keyHash);
            for (int db = 0; db < DATABASES; db++) {
                model.add(new HashMap<>());
            }
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                step();
                if (i % 2000 == 0) {
                    checkAll();
                }
            }
            checkAll();
        }

        private void step() {
            int db = random.nextInt(100) < 80 ? 0 : random.nextInt(DATABASES);
            var keyspace = store.keyspace(db);
            var map = model.get(db);
            String name = "k" + random.nextInt(keys);
            name += "x".repeat(name.hashCode() & 31);
            byte[] key = name.getBytes(ISO_8859_1);
            if (random.nextInt(8) == 0) {
                foresee(keyspace, key);
            }
            int dice = random.nextInt(1000);
            if (dice < 380) {
                set(keyspace, map, name, key);
            } else if (dice < 480) {
                append(keyspace, map, name, key);
            } else if (dice < 540) {
                setRange(keyspace, map, name, key);
            } else if (dice < 740) {
                assertEquals(map.remove(name) != null, keyspace.remove(key, 0, key.length));
            } else if (dice < 800) {
                deadline(keyspace, map, name, key);
            } else if (dice < 880) {
                copyTo(keyspace, map, name, key);
            } else if (dice < 930) {
                now += random.nextInt(50);
                expire(keyspace, map);
            } else if (dice < 931) {
                keyspace.clear();
                map.clear();
            } else if (dice < 934) {
                swap(db, random.nextInt(DATABASES));
            } else if (dice < 960) {
                store.reclaim(random.nextInt(100));
            } else if (dice < 970) {
                checkScanAndRandom(keyspace, map);
            } else if (dice < 985) {
                freeze();
            } else if (!snapshots.isEmpty()) {
                var snapshot = snapshots.remove(random.nextInt(snapshots.size()));
                check(snapshot);
                snapshot.view.close();
            }
            check(keyspace, model.get(db), name, key);
        }

        /** What was fetched ahead is used or outdated by the steps that follow. */
        private void foresee(Keyspace keyspace, byte[] key) {
            prefetch.begin(keyspace);
            prefetch.add(key, 0, key.length);
            for (int i = random.nextInt(PREFETCHED_KEYS_MAX); i > 0; i--) {
                byte[] other = ("k" + random.nextInt(keys)).getBytes(ISO_8859_1);
                prefetch.add(other, 0, other.length);
            }
            prefetch.run();
        }

        private void set(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            long deadline = someDeadline();
            if (random.nextInt(5) == 0) {
                long value = random.nextLong() >> random.nextInt(64);
                keyspace.setInteger(key, 0, key.length, value, deadline);
                map.put(name, new Entry(Long.toString(value).getBytes(ISO_8859_1), deadline));
                return;
            }
            byte[] value = someValue();
            var padded = new byte[value.length + 7];
            System.arraycopy(value, 0, padded, 3, value.length);
            keyspace.setString(key, 0, key.length, padded, 3, value.length, deadline);
            map.put(name, new Entry(value, deadline));
        }

        private void append(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            byte[] tail = someValue();
            var old = map.getOrDefault(name, new Entry(new byte[0], Keyspace.NO_DEADLINE));
            byte[] value = Arrays.copyOf(old.value, old.value.length + tail.length);
            System.arraycopy(tail, 0, value, old.value.length, tail.length);
            assertEquals(value.length, keyspace.append(key, 0, key.length, tail, 0, tail.length));
            map.put(name, new Entry(value, old.deadline));
        }

        private void setRange(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            byte[] part = someValue();
            int at = random.nextInt(100);
            var old = map.getOrDefault(name, new Entry(new byte[0], Keyspace.NO_DEADLINE));
            byte[] value = old.value;
            if (part.length > 0) {
                value = Arrays.copyOf(value, Math.max(value.length, at + part.length));
                System.arraycopy(part, 0, value, at, part.length);
            }
            assertEquals(value.length,
                    keyspace.setRange(key, 0, key.length, at, part, 0, part.length));
            if (part.length > 0) {
                map.put(name, new Entry(value, old.deadline));
            }
        }

        private void deadline(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            long deadline = someDeadline();
            var old = map.get(name);
            assertEquals(old != null, keyspace.deadline(key, 0, key.length, deadline));
            if (old != null) {
                map.put(name, new Entry(old.value, deadline));
            }
        }

        private void copyTo(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            long record = keyspace.find(key, 0, key.length);
            if (record == Keyspace.NONE) {
                return;
            }
            int target = random.nextInt(DATABASES);
            String newName = random.nextInt(10) == 0 ? name : "k" + random.nextInt(keys) + "c";
            byte[] newKey = newName.getBytes(ISO_8859_1);
            long deadline = someDeadline();
            keyspace.copyTo(record, store.keyspace(target), newKey, 0, newKey.length, deadline);
            model.get(target).put(newName, new Entry(map.get(name).value, deadline));
            check(store.keyspace(target), model.get(target), newName, newKey);
        }

        private void expire(Keyspace keyspace, Map<String, Entry> map) {
            var removed = new HashSet<String>();
            int count = 0;
            do {
                count += keyspace.expireDue(now, 1 + random.nextInt(4), record -> {
                    assertTrue(keyspace.expired(record, now));
                    removed.add(keyOf(keyspace, record));
                });
            } while (keyspace.expireDuePending());
            assertEquals(count, removed.size());
            for (String name : removed) {
                assertNotNull(map.remove(name));
            }
            for (var entry : map.values()) {
                assertFalse(entry.deadline != Keyspace.NO_DEADLINE && entry.deadline < now);
            }
        }

        private void swap(int a, int b) {
            store.swap(a, b);
            var content = model.get(a);
            model.set(a, model.get(b));
            model.set(b, content);
        }

        private void freeze() {
            if (snapshots.size() == OPEN_VIEWS_MAX) {
                return;
            }
            var content = new ArrayList<Map<String, Entry>>();
            for (var map : model) {
                content.add(new HashMap<>(map));
            }
            snapshots.add(new Snapshot(store.freeze(), content));
            assertEquals(snapshots.size(), store.openViews());
        }

        private byte[] someValue() {
            int kind = random.nextInt(1000);
            if (kind < 100) {
                return Integer.toString(random.nextInt()).getBytes(ISO_8859_1);
            }
            int length = kind < 950
                    ? random.nextInt(120)
                    : kind < 998 ? random.nextInt(5000) : random.nextInt(300_000);
            var value = new byte[length];
            random.nextBytes(value);
            return value;
        }

        private long someDeadline() {
            return random.nextInt(3) > 0 ? Keyspace.NO_DEADLINE : now + random.nextInt(2000);
        }

        private void check(Keyspace keyspace, Map<String, Entry> map, String name, byte[] key) {
            long record = keyspace.find(key, 0, key.length);
            var entry = map.get(name);
            assertEquals(entry != null, record != Keyspace.NONE, name);
            if (entry == null) {
                return;
            }
            assertEquals(entry.deadline, keyspace.deadline(record));
            var value = new byte[keyspace.stringLength(record)];
            keyspace.copyString(record, 0, value, 0, value.length);
            assertArrayEquals(entry.value, value, name);
            int from = value.length == 0 ? 0 : random.nextInt(value.length);
            var part = new byte[value.length - from];
            keyspace.copyString(record, from, part, 0, part.length);
            assertArrayEquals(Arrays.copyOfRange(entry.value, from, value.length), part);
        }

        private void checkScanAndRandom(Keyspace keyspace, Map<String, Entry> map) {
            var seen = new ArrayList<String>();
            long cursor = 0;
            do {
                cursor = keyspace.scan(cursor, 1 + random.nextInt(20),
                        record -> seen.add(keyOf(keyspace, record)));
                assertTrue(cursor >= 0 && cursor < 1L << 48);
            } while (cursor != 0);
            assertEquals(map.size(), seen.size());
            assertEquals(map.keySet(), new HashSet<>(seen));
            long record = keyspace.random(random);
            assertEquals(map.isEmpty(), record == Keyspace.NONE);
            assertTrue(map.isEmpty() || map.containsKey(keyOf(keyspace, record)));
        }

        private void check(Snapshot snapshot) {
            for (int db = 0; db < DATABASES; db++) {
                var rest = new HashMap<>(snapshot.content.get(db));
                assertEquals(rest.size(), snapshot.view.size(db));
                var entries = snapshot.view.entries(db);
                while (entries.next()) {
                    var key = new byte[entries.keyLength()];
                    entries.copyKey(key, 0);
                    var expected = rest.remove(new String(key, ISO_8859_1));
                    assertNotNull(expected);
                    assertEquals(ValueType.STRING, entries.type());
                    assertEquals(expected.deadline, entries.deadline());
                    var value = new byte[entries.stringLength()];
                    entries.copyString(0, value, 0, value.length);
                    assertArrayEquals(expected.value, value);
                }
                assertTrue(rest.isEmpty());
            }
        }

        private void checkAll() {
            for (int db = 0; db < DATABASES; db++) {
                var keyspace = store.keyspace(db);
                for (String name : model.get(db).keySet()) {
                    check(keyspace, model.get(db), name, name.getBytes(ISO_8859_1));
                }
                TableInvariants.check(keyspace.table(), store.slab(), keyHash);
            }
            for (var snapshot : snapshots) {
                check(snapshot);
            }
            var digest = Digest.EMPTY;
            for (int db = 0; db < DATABASES; db++) {
                digest = digest.plus(store.keyspace(db).digest());
            }
            try (var view = store.freeze();
                    var other = Store.open(new StoreOptions(DATABASES, true, random.nextLong()))) {
                assertEquals(digest, view.digest());
                for (int db = 0; db < DATABASES; db++) {
                    for (var entry : model.get(db).entrySet()) {
                        byte[] key = entry.getKey().getBytes(ISO_8859_1);
                        byte[] value = entry.getValue().value;
                        other.keyspace(db).setString(key, 0, key.length, value, 0, value.length,
                                entry.getValue().deadline);
                    }
                }
                try (var otherView = other.freeze()) {
                    assertEquals(digest, otherView.digest());
                }
            }
        }

        /** Takes everything away and checks that the memory is given back. */
        void end() {
            for (var snapshot : snapshots) {
                check(snapshot);
                snapshot.view.close();
            }
            for (int db = 0; db < DATABASES; db++) {
                store.keyspace(db).clear();
            }
            while (store.reclaim(1000) > 0) {
                assertEquals(0, store.openViews());
            }
            assertEquals(0, store.usedBytes());
            store.close();
        }
    }

    private static String keyOf(Keyspace keyspace, long record) {
        var key = new byte[keyspace.keyLength(record)];
        keyspace.copyKey(record, key, 0);
        return new String(key, ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 40, -1", "2, 1000, -1", "3, 20000, -1", "4, 1000, 0xF00000000000000F", "5, 300, 0",
        "6, 2000, 0xFF", "7, 2000, 0xFFFC000000000000", "8, 1000, 0x00FFFFFFFFFFFFFF"})
    void aStoreAndItsSnapshotsAgreeWithMaps(long seed, int keys, String hashMask) {
        run(seed, keys, mask(hashMask));
    }

    @Test
    void aStoreAndItsSnapshotsAgreeWithMapsForANewSeed() {
        run(System.nanoTime(), 1000, -1);
    }

    private static long mask(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseLong(text);
    }

    private static void run(long seed, int keys, long hashMask) {
        var run = new Run(seed, keys, hashMask);
        try {
            run.steps(Boolean.getBoolean("kevy.soak") ? 500_000 : 10_000);
            run.end();
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
