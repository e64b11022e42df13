package io.kevy.persist;

import static io.kevy.store.Keyspace.NO_DEADLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in the README compiles, runs and does what it says. */
class ReadmeTest {

    @Test
    void theExampleCopiesAStore() throws SnapshotFormatException {
        try (var original = Store.open();
                var copy = Store.open()) {
            Stores.set(original, 0, "greeting", "hello", NO_DEADLINE);
            Stores.set(original, 9, "counter", "17", 1_900_000_000_000L);
            copy(original, copy, 1_800_000_000_000L);
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
                Files.readString(Path.of("src/test/java/io/kevy/persist/ReadmeTest.java"));
        assertTrue(unspaced(source).contains(unspaced(example)), example);
    }

    private static void copy(Store original, Store copy, long nowMillis)
            throws SnapshotFormatException {
        byte[] chunk = new byte[64 * 1024];
        try (var view = original.freeze()) {
            var encoder = new SnapshotEncoder(view);
            var decoder =
                    new SnapshotDecoder(new StoreLoader(copy), nowMillis, SnapshotLimits.redis());
            while (!encoder.finished()) {
                int size = encoder.encode(chunk, 0, chunk.length);
                decoder.feed(chunk, 0, size);
            }
            decoder.end();
        }
    }

    private static String unspaced(String text) {
        return text.replaceAll("\\s+", "");
    }
}
