package io.kevy.store.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountedTreeTest {
    private static final int ENTRIES = 100_000;

    private final Memory memory = Memory.open(PageSource.arenas(), true);
    private final Records records = new Records(memory);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void appendedAndPrependedEntriesFillTheirNodes() {
        var tree = new CountedTree(memory, 0, records);
        var path = tree.path();
        long appended = 0;
        long prepended = 0;
        for (int i = 0; i < ENTRIES; i++) {
            appended = tree.append(appended, path, 0, 1, 0, 0);
        }
        for (int i = 0; i < ENTRIES; i++) {
            path.first(prepended);
            prepended = tree.insertBefore(prepended, path, 0, 1, 0, 0);
        }
        long dense = ENTRIES * 9L;
        assertTrue(TreeInvariants.check(memory, 0, appended) < dense);
        assertTrue(TreeInvariants.check(memory, 0, prepended) < dense);
    }

    @Test
    void entriesInsertedAtRandomTakeLittleMoreThanTheirWords() {
        var tree = new CountedTree(memory, 1, records);
        var path = tree.path();
        var random = new Random(7);
        long root = 0;
        for (int i = 0; i < ENTRIES; i++) {
            long key = random.nextLong();
            path.seekKey(root, key, 0, null);
            root = tree.insertBefore(root, path, 0, 1, key, 0);
        }
        long bytes = TreeInvariants.check(memory, 1, root);
        assertTrue(bytes < ENTRIES * 20L, () -> bytes + " bytes");
    }

    @Test
    void removingAllButAFewLeavesAShallowTree() {
        var tree = new CountedTree(memory, 0, records);
        var path = tree.path();
        var random = new Random(11);
        long root = 0;
        for (int i = 0; i < ENTRIES; i++) {
            root = tree.append(root, path, 0, 1, 0, 0);
        }
        for (int left = ENTRIES; left > 100; left--) {
            path.seek(root, random.nextInt(left));
            root = tree.remove(root, path);
        }
        long bytes = TreeInvariants.check(memory, 0, root);
        assertTrue(bytes < 3000, () -> bytes + " bytes for 100 entries");
    }

    @Test
    void aRangeIsRemovedBySubtreesNotByEntries() {
        var tree = new CountedTree(memory, 0, records);
        var path = tree.path();
        long root = 0;
        for (int i = 0; i < ENTRIES; i++) {
            root = tree.append(root, path, records.add(i), 1, 0, 0);
        }
        long before = memory.usedBytes();
        root = tree.removeRange(root, 10, ENTRIES - 10);
        assertEquals(20, tree.count(root));
        assertTrue(memory.usedBytes() > before - 10_000, "taken apart at once");
        while (memory.reclaim(() -> false)) {}
        assertEquals(TreeInvariants.check(memory, 0, root), memory.usedBytes());
    }

    @Test
    void thePathPastTheEndKnowsTheWholeWeight() {
        var tree = new CountedTree(memory, 0, records);
        var path = tree.path();
        long root = tree.append(0, path, 0, 5, 0, 0);
        root = tree.append(root, path, 0, 7, 0, 0);
        assertFalse(path.next());
        assertFalse(path.next());
        assertEquals(12, path.position());
        assertFalse(path.seek(root, 12));
        assertFalse(path.isPresent());
    }

    @Test
    void aWeightMustFit() {
        var tree = new CountedTree(memory, 0, records);
        var path = tree.path();
        assertThrows(IllegalArgumentException.class, () -> tree.append(0, path, 0, 0, 0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> tree.append(0, path, 0, CountedTree.WEIGHT_MAX + 1, 0, 0));
    }
}
