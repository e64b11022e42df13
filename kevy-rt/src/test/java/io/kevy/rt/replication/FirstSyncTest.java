package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FirstSyncTest {
    @Test
    void itIsCompleteWhenEveryShardIs() {
        for (int shards : new int[] {1, 2, 63, 64}) {
            var sync = new FirstSync(shards);
            for (int i = 0; i < shards; i++) {
                assertFalse(sync.isComplete(), i + " of " + shards);
                sync.done(i);
                sync.done(i);
            }
            assertTrue(sync.isComplete(), shards + " shards");
        }
    }
}
