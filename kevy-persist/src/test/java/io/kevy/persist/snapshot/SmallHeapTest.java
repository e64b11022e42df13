package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Keys and values far larger than the heap go from store to store, in a process of their own. */
class SmallHeapTest {

    private static final int VALUE_BYTES = 200 << 20;
    private static final int KEY_BYTES = 80 << 20;
    private static final int CHUNK_BYTES = 1 << 16;

    @Test
    void aValueAndAKeyLargerThanTheHeapAreCopied() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try {
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new AssertionError("it does not end: " + output);
            }
            assertEquals(0, process.exitValue(), output);
            assertEquals("equal\n", output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Copies a store with a long value, and one with a long key, within a small heap. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws FormatException {
            check(Child::longValue);
            check(Child::longKey);
            System.out.print("equal\n");
        }

        private static void check(Consumer<Store> fill) throws FormatException {
            try (var original = Stores.open(1);
                    var copy = Stores.open(1)) {
                fill.accept(original);
                copy(original, copy);
                try (var left = original.freeze();
                        var right = copy.freeze()) {
                    if (!left.digest().equals(right.digest()) || right.size(0) != 1) {
                        throw new AssertionError(left.digest() + " became " + right.digest());
                    }
                }
            }
        }

        private static void longValue(Store original) {
            var place = new Place();
            original.keyspace(0).find(Slice.of(Stores.ascii("long")), place);
            var value = original.incomingValue();
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < VALUE_BYTES / part.length; i++) {
                part[i] = (byte) i;
                value.append(Slice.of(part));
            }
            original.strings().set(place, value, NO_DEADLINE);
        }

        private static void longKey(Store original) {
            try (var arena = Arena.ofConfined()) {
                var key = new Slice().over(arena.allocate(KEY_BYTES), 0, KEY_BYTES);
                var place = new Place();
                original.keyspace(0).find(key, place);
                original.strings().set(place, Slice.of(Stores.ascii("v")), NO_DEADLINE);
            }
        }

        private static void copy(Store original, Store copy) throws FormatException {
            try (var view = original.freeze();
                    var decoder =
                            new SnapshotDecoder(new StoreLoader(copy), 0, EntryLimits.redis())) {
                SnapshotWriter.write(view, new Feeding(decoder));
                decoder.end();
            }
        }
    }

    private record Feeding(SnapshotDecoder decoder, MemorySegment free) implements ChunkSink {

        Feeding(SnapshotDecoder decoder) {
            this(decoder, MemorySegment.ofArray(new byte[CHUNK_BYTES]));
        }

        @Override
        public void full(MemorySegment chunk, int length) {
            try {
                decoder.feed(chunk, 0, length);
            } catch (FormatException e) {
                throw new AssertionError(e);
            }
        }
    }
}
