package io.kevy.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.record.KeyHash;
import io.kevy.store.record.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations on a store and on plain maps, with views and leases opened and closed, memory
 * refused, and what is done a little at a time done at random moments.
 *
 * <p>{@code -Dkevy.seeds=10000} runs so many seeds, {@code -Dkevy.seed=..} one of them.
 */
class StoreSimTest {

    private static final int DATABASES = 3;
    private static final int OPEN_VIEWS_MAX = 4;
    private static final int OPEN_LEASES_MAX = 5;
    private static final int PREFETCHED_KEYS_MAX = 16;
    private static final int PAGE_BYTES = 64 << 10;
    private static final int RESERVABLE_BYTES = PAGE_BYTES / 8 * 3 / 4;

    private static final class Entry {
        final byte[] value;
        final long deadline;

        Entry(byte[] value, long deadline) {
            this.value = value;
            this.deadline = deadline;
        }
    }

    private record Snapshot(SnapshotView view, List<Map<String, Entry>> content) {}

    private record Leased(ValueLease lease, Entry entry) {}

    /** One run: a store, its model, and what is open with the model as it was. */
    private static final class Run {
        final Random random;
        final int keys;
        /** Of a thousand values so many are longer than a record takes. */
        final int longValues;
        final Store store;
        final RefusingPages pages;
        final List<Map<String, Entry>> model = new ArrayList<>();
        final List<Snapshot> snapshots = new ArrayList<>();
        final List<Leased> leases = new ArrayList<>();
        final Prefetch prefetch = new Prefetch(PREFETCHED_KEYS_MAX);
        final Place place = new Place();
        final Place target = new Place();
        String placed = "";
        final Slice piece = new Slice();
        final Room room = new Room();
        int refusedPercent;
        long now = 1_000_000;

        Run(long seed, int keys, long hashMask) {
            random = new Random(seed);
            this.keys = keys;
            longValues = random.nextInt(4) == 0 ? 100 : 4;
            pages = new RefusingPages(() -> random.nextInt(100) < refusedPercent);
            var options = new StoreOptions(DATABASES, true, seed).withPages(pages, PAGE_BYTES);
            store = Store.open(options, new KeyHash(seed, hashMask));
            for (int db = 0; db < DATABASES; db++) {
                model.add(new HashMap<>());
            }
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                step();
                if (i % 500 == 0) {
                    refusedPercent = random.nextInt(3) == 0 ? random.nextInt(101) : 0;
                }
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
            String name = someName();
            if (random.nextInt(8) == 0) {
                foresee(keyspace, name);
            }
            find(keyspace, name);
            int dice = random.nextInt(1000);
            if (dice < 300) {
                set(map, name);
            } else if (dice < 330) {
                receive(map, name);
            } else if (dice < 430) {
                append(map, name);
            } else if (dice < 530) {
                write(map, name);
            } else if (dice < 700) {
                remove(map, name);
            } else if (dice < 760) {
                expireAt(map, name);
            } else if (dice < 820) {
                copy(map, name);
            } else if (dice < 880) {
                move(map, name);
            } else if (dice < 910) {
                now += random.nextInt(50);
                expire(keyspace, map);
            } else if (dice < 911) {
                if (attempt(keyspace::clear)) {
                    map.clear();
                }
            } else if (dice < 915 && random.nextInt(5) == 0) {
                comeAndGo(keyspace, map);
            } else if (dice < 918) {
                swap(db, random.nextInt(DATABASES));
            } else if (dice < 940) {
                store.work(someBudget());
            } else if (dice < 950) {
                checkScanAndRandom(keyspace, map);
            } else if (dice < 960) {
                reserve(map, name);
            } else if (dice < 970) {
                lease(map, name);
            } else if (dice < 980) {
                freeze();
            } else if (!snapshots.isEmpty() && random.nextBoolean()) {
                var snapshot = snapshots.remove(random.nextInt(snapshots.size()));
                check(snapshot);
                snapshot.view.close();
            } else if (!leases.isEmpty()) {
                var leased = leases.remove(random.nextInt(leases.size()));
                check(leased);
                leased.lease.close();
            }
            check(place, model.get(db).get(placed));
            if (random.nextInt(10) == 0) {
                keyspace.find(Bytes.slice(name), target);
                check(target, model.get(db).get(name));
            }
        }

        private void find(Keyspace keyspace, String name) {
            placed = name;
            keyspace.find(Bytes.slice(name), place);
        }

        private String someName() {
            String name = "k" + random.nextInt(keys);
            return name + "x".repeat(name.hashCode() & 31);
        }

        /** Whether it was done; otherwise memory was refused. */
        private boolean attempt(Runnable change) {
            try {
                change.run();
                return true;
            } catch (OutOfMemoryError e) {
                assertTrue(refusedPercent > 0, "nothing was refused");
                return false;
            }
        }

        private BooleanSupplier someBudget() {
            int looks = random.nextInt(50);
            var looked = new int[1];
            return () -> looked[0]++ >= looks;
        }

        /** What was fetched ahead is used or outdated by the steps that follow. */
        private void foresee(Keyspace keyspace, String name) {
            prefetch.begin(keyspace);
            prefetch.add(Bytes.slice(name));
            for (int i = random.nextInt(PREFETCHED_KEYS_MAX); i > 0; i--) {
                prefetch.add(Bytes.slice("k" + random.nextInt(keys)));
            }
            prefetch.run();
        }

        private void set(Map<String, Entry> map, String name) {
            long deadline = someDeadline();
            if (random.nextInt(5) == 0) {
                long value = random.nextLong() >> random.nextInt(64);
                if (attempt(() -> store.strings().setInteger(place, value, deadline))) {
                    byte[] text = Long.toString(value).getBytes(ISO_8859_1);
                    map.put(name, new Entry(text, deadline));
                }
                return;
            }
            byte[] value = someValue();
            var padded = new byte[value.length + 7];
            System.arraycopy(value, 0, padded, 3, value.length);
            var slice = Slice.of(padded);
            slice.over(slice.memory(), 3, value.length);
            if (attempt(() -> store.strings().set(place, slice, deadline))) {
                map.put(name, new Entry(value, deadline));
            }
        }

        private void receive(Map<String, Entry> map, String name) {
            byte[] value = someValue();
            long deadline = someDeadline();
            var incoming = store.incomingValue();
            boolean received = attempt(() -> {
                var whole = Slice.of(value);
                for (int at = 0; at < value.length; at += piece.length()) {
                    int length = Math.min(value.length - at, 1 + random.nextInt(20_000));
                    incoming.append(piece.over(whole.memory(), at, length));
                }
            });
            if (received && random.nextInt(4) > 0
                    && attempt(() -> store.strings().set(place, incoming, deadline))) {
                map.put(name, new Entry(value, deadline));
                assertEquals(0, incoming.length());
            } else {
                incoming.abandon();
            }
        }

        private void append(Map<String, Entry> map, String name) {
            byte[] tail = someValue();
            var old = map.getOrDefault(name, new Entry(new byte[0], Keyspace.NO_DEADLINE));
            byte[] value = Arrays.copyOf(old.value, old.value.length + tail.length);
            System.arraycopy(tail, 0, value, old.value.length, tail.length);
            if (attempt(() -> assertEquals(
                    value.length, store.strings().append(place, Slice.of(tail))))) {
                map.put(name, new Entry(value, old.deadline));
            }
        }

        private void write(Map<String, Entry> map, String name) {
            byte[] part = someValue();
            var old = map.getOrDefault(name, new Entry(new byte[0], Keyspace.NO_DEADLINE));
            int at = random.nextInt(old.value.length + (random.nextInt(50) == 0 ? 200_000 : 100));
            byte[] value = old.value;
            if (part.length > 0) {
                value = Arrays.copyOf(value, Math.max(value.length, at + part.length));
                System.arraycopy(part, 0, value, at, part.length);
            }
            int length = value.length;
            boolean done = attempt(() -> assertEquals(
                    length, store.strings().write(place, at, Slice.of(part))));
            if (done && part.length > 0) {
                map.put(name, new Entry(value, old.deadline));
            }
        }

        private void remove(Map<String, Entry> map, String name) {
            if (attempt(
                    () -> assertEquals(map.containsKey(name), place.keyspace().remove(place)))) {
                map.remove(name);
            }
        }

        private void expireAt(Map<String, Entry> map, String name) {
            long deadline = someDeadline();
            var old = map.get(name);
            boolean done = attempt(() -> assertEquals(
                    old != null, place.keyspace().expireAt(place, deadline)));
            if (done && old != null) {
                map.put(name, new Entry(old.value, deadline));
            }
        }

        private void copy(Map<String, Entry> map, String name) {
            int db = random.nextInt(DATABASES);
            String newName = random.nextInt(10) == 0 ? name : someName();
            store.keyspace(db).find(Bytes.slice(newName), target);
            long deadline = someDeadline();
            var old = map.get(name);
            boolean done = attempt(() -> assertEquals(
                    old != null, store.keyspace(db).copy(place, target, deadline)));
            if (done && old != null) {
                model.get(db).put(newName, new Entry(old.value, deadline));
            }
            check(target, model.get(db).get(newName));
        }

        private void move(Map<String, Entry> map, String name) {
            int db = random.nextInt(DATABASES);
            String newName = random.nextInt(10) == 0 ? name : someName();
            store.keyspace(db).find(Bytes.slice(newName), target);
            var old = map.get(name);
            boolean done =
                    attempt(() -> assertEquals(old != null, place.keyspace().move(place, target)));
            if (done && old != null) {
                map.remove(name);
                model.get(db).put(newName, old);
            }
            check(target, model.get(db).get(newName));
        }

        /** Many keys come and most of them go, so that what is left lies scattered. */
        private void comeAndGo(Keyspace keyspace, Map<String, Entry> map) {
            for (var snapshot : snapshots) {
                snapshot.view.close();
            }
            snapshots.clear();
            int count = random.nextInt(10_000);
            var value = new byte[random.nextInt(120)];
            for (int i = 0; i < count; i++) {
                find(keyspace, "come" + i);
                if (attempt(() -> store.strings().set(place, Slice.of(value), 1L << 40))) {
                    map.put(placed, new Entry(value, 1L << 40));
                }
            }
            for (int i = 0; i < count; i++) {
                if (random.nextInt(12) > 0) {
                    find(keyspace, "come" + i);
                    remove(map, "come" + i);
                }
            }
            store.work(someBudget());
        }

        /** What was reserved for is not refused. */
        private void reserve(Map<String, Entry> map, String name) {
            byte[] value = someValue();
            // Longer records have a page of their own here, which cannot be reserved.
            int total = (place.exists() ? place.stringLength() : 0) + value.length;
            if (total > RESERVABLE_BYTES && total <= Records.INLINE_BYTES_MAX) {
                return;
            }
            room.clear().write(name.length(), value.length).change(name.length());
            if (!attempt(() -> store.reserve(room))) {
                return;
            }
            int before = refusedPercent;
            refusedPercent = 100;
            store.strings().append(place, Slice.of(value));
            var old = map.getOrDefault(name, new Entry(new byte[0], Keyspace.NO_DEADLINE));
            byte[] longer = Arrays.copyOf(old.value, old.value.length + value.length);
            System.arraycopy(value, 0, longer, old.value.length, value.length);
            map.put(name, new Entry(longer, old.deadline));
            check(place, map.get(name));
            if (random.nextBoolean()) {
                assertTrue(place.keyspace().remove(place));
                map.remove(name);
            } else {
                assertTrue(place.keyspace().expireAt(place, now + 100));
                map.put(name, new Entry(longer, now + 100));
            }
            refusedPercent = before;
        }

        private void expire(Keyspace keyspace, Map<String, Entry> map) {
            var removed = new HashSet<String>();
            EntryVisitor visitor = entry -> {
                assertTrue(entry.isExpired(now));
                removed.add(Bytes.keyOf(entry));
            };
            boolean done = attempt(() -> {
                // From wherever the last call stopped to the end, then once round.
                for (int rounds = 0; rounds < 2;) {
                    rounds += keyspace.expireDue(now, someBudget(), visitor) ? 1 : 0;
                }
            });
            for (String name : removed) {
                assertNotNull(map.remove(name));
            }
            assertEquals(map.size(), keyspace.size());
            if (done) {
                for (var entry : map.values()) {
                    assertFalse(entry.deadline != Keyspace.NO_DEADLINE && entry.deadline < now);
                }
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

        private void lease(Map<String, Entry> map, String name) {
            String leased = name;
            for (var entry : map.entrySet()) {
                if (entry.getValue().value.length > 64 << 10) {
                    leased = entry.getKey();
                }
            }
            if (leases.size() == OPEN_LEASES_MAX || !map.containsKey(leased)) {
                return;
            }
            place.keyspace().find(Bytes.slice(leased), target);
            var lease = store.strings().lease(target);
            if (lease != null) {
                leases.add(new Leased(lease, map.get(leased)));
            }
        }

        private byte[] someValue() {
            int kind = random.nextInt(1000);
            if (kind < 100) {
                return Integer.toString(random.nextInt()).getBytes(ISO_8859_1);
            }
            int length = kind < 950 - longValues
                    ? random.nextInt(120)
                    : kind < 1000 - longValues ? random.nextInt(5000) : random.nextInt(150_000);
            var value = new byte[length];
            random.nextBytes(value);
            return value;
        }

        private long someDeadline() {
            return random.nextInt(3) > 0 ? Keyspace.NO_DEADLINE : now + random.nextInt(2000);
        }

        private void check(Place place, @Nullable Entry entry) {
            assertEquals(entry != null, place.exists());
            if (entry != null) {
                checkEntry(place, entry);
            }
        }

        private void checkEntry(io.kevy.store.Entry entry, Entry expected) {
            assertEquals(ValueType.STRING, entry.type());
            assertEquals(expected.deadline, entry.deadline());
            byte[] value = expected.value;
            assertEquals(value.length, entry.stringLength());
            assertArrayEquals(value, entry.string());
            int from = random.nextInt(value.length + 1);
            for (int at = from; at < value.length; at += piece.length()) {
                byte[] part = entry.piece(at, piece).toArray();
                assertTrue(part.length > 0);
                assertArrayEquals(Arrays.copyOfRange(value, at, at + part.length), part);
            }
        }

        private void check(Leased leased) {
            byte[] value = leased.entry.value;
            assertEquals(value.length, leased.lease.length());
            for (int at = 0; at < value.length; at += piece.length()) {
                byte[] part = leased.lease.piece(at, piece).toArray();
                assertArrayEquals(Arrays.copyOfRange(value, at, at + part.length), part);
            }
        }

        private void checkScanAndRandom(Keyspace keyspace, Map<String, Entry> map) {
            var seen = new ArrayList<String>();
            long cursor = 0;
            do {
                cursor = keyspace.scan(cursor, 1 + random.nextInt(20),
                        entry -> seen.add(Bytes.keyOf(entry)));
                assertTrue(cursor >= 0 && cursor < 1L << 48);
            } while (cursor != 0);
            assertEquals(map.size(), seen.size());
            assertEquals(map.keySet(), new HashSet<>(seen));
            var entry = keyspace.random(random);
            assertEquals(map.isEmpty(), entry == null);
            assertTrue(entry == null || map.containsKey(Bytes.keyOf(entry)));
        }

        private void check(Snapshot snapshot) {
            for (int db = 0; db < DATABASES; db++) {
                var rest = new HashMap<>(snapshot.content.get(db));
                assertEquals(rest.size(), snapshot.view.size(db));
                var entries = snapshot.view.entries(db);
                while (entries.next()) {
                    var expected = rest.remove(Bytes.keyOf(entries));
                    assertNotNull(expected);
                    checkEntry(entries, expected);
                }
                assertTrue(rest.isEmpty());
            }
        }

        private void checkAll() {
            for (int db = 0; db < DATABASES; db++) {
                var keyspace = store.keyspace(db);
                var map = model.get(db);
                assertEquals(map.size(), keyspace.size());
                long deadlines = 0;
                for (var entry : map.entrySet()) {
                    keyspace.find(Bytes.slice(entry.getKey()), target);
                    check(target, entry.getValue());
                    deadlines += entry.getValue().deadline == Keyspace.NO_DEADLINE ? 0 : 1;
                }
                assertEquals(deadlines, keyspace.deadlines());
            }
            snapshots.forEach(this::check);
            leases.forEach(this::check);
            checkDigests();
        }

        private void checkDigests() {
            var digest = Digest.EMPTY;
            for (int db = 0; db < DATABASES; db++) {
                digest = digest.plus(store.keyspace(db).digest());
            }
            var options = new StoreOptions(DATABASES, true, random.nextLong());
            try (var view = store.freeze(); var other = Store.open(options)) {
                assertEquals(digest, view.digest());
                for (int db = 0; db < DATABASES; db++) {
                    for (var entry : model.get(db).entrySet()) {
                        other.keyspace(db).find(Bytes.slice(entry.getKey()), target);
                        other.strings().set(target, Slice.of(entry.getValue().value),
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
            refusedPercent = 0;
            for (var snapshot : snapshots) {
                check(snapshot);
                snapshot.view.close();
            }
            for (int db = 0; db < DATABASES; db++) {
                store.keyspace(db).clear();
            }
            for (var leased : leases) {
                check(leased);
                leased.lease.close();
            }
            Bytes.work(store);
            assertEquals(0, store.strings().leased());
            assertEquals(0, store.parkedBytes());
            assertEquals(0, store.usedBytes());
            store.close();
            assertEquals(0, pages.open());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 40, -1", "2, 1000, -1", "3, 20000, -1", "4, 1000, 0xF00000000000000F", "5, 300, 0",
        "6, 2000, 0xFF", "7, 2000, 0xFFFC000000000000", "8, 1000, 0x00FFFFFFFFFFFFFF"})
    void aStoreAndItsViewsAgreeWithMaps(long seed, int keys, String hashMask) {
        run(seed, keys, mask(hashMask), 10_000);
    }

    private static long mask(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseLong(text);
    }

    @Test
    void aStoreAndItsViewsAgreeWithMapsForANewSeed() {
        run(Long.getLong("kevy.seed", System.nanoTime()), 1000, -1, 10_000);
    }

    @Test
    void aStoreAndItsViewsAgreeWithMapsForManySeeds() {
        int seeds = Integer.getInteger("kevy.seeds", 200);
        for (int seed = 1000; seed < 1000 + seeds; seed++) {
            var random = new Random(seed);
            long someBits = random.nextLong();
            long mask = random.nextInt(4) > 0 ? -1 : someBits & random.nextLong();
            run(seed, 1 + random.nextInt(400), mask, 1_200);
        }
    }

    private static void run(long seed, int keys, long hashMask, int steps) {
        var run = new Run(seed, keys, hashMask);
        try {
            run.steps(steps);
            run.end();
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + ", " + keys + " keys, mask " + hashMask, e);
        }
    }
}
