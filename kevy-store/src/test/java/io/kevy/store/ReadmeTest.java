package io.kevy.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    // The lines between the marks stand in README.md word for word.
    private static String example() {
        // example
        try (var store = Store.open()) {
            var strings = new Strings(store.keyspace(0));
            var keys = new Keys(store.keyspace(0));
            long now = 1_000;
            strings.set("greeting".getBytes(UTF_8), "hello".getBytes(UTF_8));
            strings.set("session".getBytes(UTF_8), "42".getBytes(UTF_8), now + 500);
            strings.increment("session".getBytes(UTF_8), 1, now);
            try (var view = store.freeze()) { // costs the same for ten keys and ten million
                keys.remove("greeting".getBytes(UTF_8), now);
                var entries = view.entries(0); // any thread; the view still has both keys
                while (entries.next()) {
                    assertTrue(entries.keyLength() > 0);
                }
                return view.size(0) + " keys, now " + store.keyspace(0).size();
            }
        }
        // end
    }

    @Test
    void theExampleRunsAndIsTheOneInTheReadme() throws IOException {
        assertEquals("2 keys, now 1", example());
        var source = Files.readString(Path.of("src/test/java/io/kevy/store/ReadmeTest.java"));
        var lines = source.substring(source.indexOf("// example\n") + 11,
                source.indexOf("        // end\n"));
        var readme = Files.readString(Path.of("README.md"));
        assertTrue(readme.contains(lines.stripTrailing().stripIndent()),
                "README.md does not hold the example");
    }

    @Test
    void expiredKeysAreAbsentAndOthersAreNot() {
        try (var store = Store.open()) {
            var strings = new Strings(store.keyspace(0));
            byte[] key = "k".getBytes(UTF_8);
            strings.set(key, key, 100);
            assertEquals(2, strings.append(key, key, 100));
            assertNull(strings.get(key, 101));
            assertEquals(0, store.keyspace(0).size());
            assertEquals(5, strings.increment(key, 5, 101));
            var keys = new Keys(store.keyspace(0));
            byte[] other = "other".getBytes(UTF_8);
            assertTrue(keys.expireAt(key, 110, 102));
            assertTrue(keys.rename(key, other, 103));
            assertEquals(110, keys.deadline(other, 104));
            assertFalse(keys.contains(key, 104));
            assertFalse(keys.contains(other, 111));
            assertFalse(keys.remove(other, 111));
        }
    }
}
