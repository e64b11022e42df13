package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any store, encoded and decoded in pieces of any size, is the same store again. */
class SnapshotRoundTripTest {

    private static final int DATABASES = 4;

    @Test
    void aStoreComesBackWithTheSameDigest() throws FormatException {
        long firstSeed = Long.getLong("kevy.seed", 1);
        for (long seed = firstSeed; seed < firstSeed + 60; seed++) {
            var random = new Random(seed);
            try (var store = Stores.open(DATABASES);
                    var copy = Stores.open(DATABASES)) {
                fill(store, random);
                byte[] image = Stores.image(store, () -> pieceBytes(random));
                load(image, copy, random);
                assertEquals(digest(store), digest(copy), "kevy.seed=" + seed);
                for (int db = 0; db < DATABASES; db++) {
                    assertEquals(
                            store.keyspace(db).size(),
                            copy.keyspace(db).size(),
                            "kevy.seed=" + seed);
                }
            }
        }
    }

    @Test
    void whatIsWrittenMeanwhileDoesNotReachTheImage() throws FormatException {
        long firstSeed = Long.getLong("kevy.seed", 1);
        for (long seed = firstSeed; seed < firstSeed + 30; seed++) {
            var random = new Random(seed);
            try (var store = Stores.open(DATABASES);
                    var copy = Stores.open(DATABASES)) {
                fill(store, random);
                String frozen = digest(store);
                try (var view = store.freeze()) {
                    var loader = new StoreLoader(copy);
                    var decoder = new SnapshotDecoder(loader, 0, EntryLimits.redis());
                    SnapshotWriter.write(view, Stores.chunks(
                            () -> 1 + random.nextInt(4_096),
                            chunk -> {
                                feed(decoder, chunk);
                                overwrite(store, random);
                            }));
                    decoder.end();
                }
                assertEquals(frozen, digest(copy), "kevy.seed=" + seed);
            }
        }
    }

    @Test
    void theImageDoesNotDependOnThePieces() {
        var random = new Random(7);
        try (var store = Stores.open(DATABASES)) {
            fill(store, random);
            byte[] whole = Stores.image(store, () -> 1 << 20);
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(whole, Stores.image(store, () -> pieceBytes(random)));
            }
        }
    }

    private static void fill(Store store, Random random) {
        int entries = random.nextInt(random.nextBoolean() ? 5 : 500);
        for (int i = 0; i < entries; i++) {
            int db = random.nextInt(3) == 0 ? random.nextInt(DATABASES) : 0;
            byte[] key = bytes(random, 0, random.nextInt(50) == 0 ? 5_000 : 30);
            byte[] value =
                    switch (random.nextInt(4)) {
                        case 0 -> Stores.ascii(Long.toString(random.nextLong()));
                        case 1 -> Stores.ascii(Integer.toString(random.nextInt(100)));
                        case 2 -> bytes(random, 0, random.nextInt(40) == 0 ? 200_000 : 300);
                        default -> bytes(random, 0, 20);
                    };
            long deadline = random.nextInt(3) == 0 ? random.nextLong(1L << 42) : NO_DEADLINE;
            Stores.set(store, db, key, value, deadline);
        }
    }

    /** Changes, removes or adds a few keys, or drops a whole database. */
    private static void overwrite(Store store, Random random) {
        var place = new Place();
        var keyspace = store.keyspace(random.nextInt(DATABASES));
        if (random.nextInt(20) == 0) {
            keyspace.clear();
        }
        for (int i = random.nextInt(10); i > 0 && keyspace.size() > 0; i--) {
            byte[] key = Objects.requireNonNull(keyspace.random(random)).key(new Slice()).toArray();
            keyspace.find(Slice.of(key), place);
            var value = Slice.of(bytes(random, 0, 400));
            switch (random.nextInt(4)) {
                case 0 -> keyspace.remove(place);
                case 1 -> store.strings().append(place, value);
                case 2 -> keyspace.expireAt(place, random.nextLong(1L << 42));
                default -> store.strings().set(place, value, NO_DEADLINE);
            }
        }
        var added = Slice.of(bytes(random, 1, 30));
        keyspace.find(added, place);
        store.strings().set(place, added, NO_DEADLINE);
        int steps = random.nextInt(100);
        var left = new int[] {steps};
        store.work(() -> left[0]-- <= 0);
    }

    private static void load(byte[] image, Store target, Random random)
            throws FormatException {
        var decoder = new SnapshotDecoder(new StoreLoader(target), 0, EntryLimits.redis());
        int from = 0;
        while (from < image.length) {
            int size = Math.min(pieceBytes(random), image.length - from);
            decoder.feed(image, from, size);
            from += size;
        }
        decoder.end();
    }

    private static void feed(SnapshotDecoder decoder, byte[] chunk) {
        try {
            decoder.feed(chunk, 0, chunk.length);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    private static int pieceBytes(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> 1 + random.nextInt(8);
            case 1 -> 1 + random.nextInt(300);
            default -> 1 + random.nextInt(1 << 16);
        };
    }

    private static byte[] bytes(Random random, int from, int to) {
        byte[] bytes = new byte[random.nextInt(from, to)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String digest(Store store) {
        try (var view = store.freeze()) {
            return view.digest().hex();
        }
    }
}
