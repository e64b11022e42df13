package io.kevy.persist.snapshot;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.FormatException;
import io.kevy.persist.StoreLoader;
import io.kevy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README compiles, runs and does what it says. */
class ReadmeTest {

    @Test
    void theExampleCopiesAStore(@TempDir Path directory)
            throws IOException, FormatException {
        try (var original = Store.open();
                var copy = Store.open()) {
            Stores.set(original, 0, "greeting", "hello", NO_DEADLINE);
            Stores.set(original, 9, "counter", "17", 1_900_000_000_000L);
            copy(original, copy, directory.resolve("store.snapshot"), 1_800_000_000_000L);
            try (var left = original.freeze();
                    var right = copy.freeze()) {
                assertEquals(left.digest(), right.digest());
            }
        }
    }

    @Test
    void theExampleIsTheOneTestedHere() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example =
                readme.substring(readme.indexOf("```java\n") + 8, readme.lastIndexOf("```"));
        String source =
                Files.readString(Path.of("src/test/java/io/kevy/persist/snapshot/ReadmeTest.java"));
        assertTrue(unspaced(source).contains(unspaced(example)), example);
    }

    private static void copy(Store original, Store copy, Path file, long nowMillis)
            throws IOException, FormatException {
        try (var view = original.freeze();
                var out = Files.newOutputStream(file)) {
            SnapshotWriter.write(view, ChunkSink.to(out));
        }
        var loader = new StoreLoader(copy);
        try (var in = Files.newInputStream(file);
                var decoder = new SnapshotDecoder(loader, nowMillis, EntryLimits.redis())) {
            byte[] chunk = new byte[64 * 1024];
            for (int size = in.read(chunk); size > 0; size = in.read(chunk)) {
                decoder.feed(chunk, 0, size);
            }
            decoder.end();
        }
    }

    private static String unspaced(String text) {
        return text.replaceAll("\\s+", "");
    }
}
