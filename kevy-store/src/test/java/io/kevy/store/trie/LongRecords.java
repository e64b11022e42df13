package io.kevy.store.trie;

import io.kevy.store.memory.Memory;
import io.kevy.store.memory.PageMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Records of three longs: key, deadline, value. Their hash is as bad as a mask makes it. */
final class LongRecords implements TrieRecords {
    static final int BYTES = 24;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Memory memory;
    private final long hashMask;
    private final int kind;
    long dismantled;

    /** The key looked for, as a slice. */
    final MemorySegment key = MemorySegment.ofArray(new long[1]);

    LongRecords(Memory memory, long hashMask) {
        this.memory = memory;
        this.hashMask = hashMask;
        kind = memory.register(record -> {
            dismantled++;
            memory.free(record, Memory.PLAIN);
        });
    }

    long hashOf(long key) {
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ (mixed >>> 32)) & hashMask;
    }

    boolean find(HashTrie trie, long root, long wanted, TriePlace place) {
        key.set(LONG, 0, wanted);
        return trie.find(root, hashOf(wanted), key, 0, 8, place);
    }

    long make(long key, long deadline, long value) {
        long record = memory.allocateRecord(BYTES);
        MemorySegment page = memory.page(record);
        long at = PageMap.offset(record);
        page.set(LONG, at, key);
        page.set(LONG, at + 8, deadline);
        page.set(LONG, at + 16, value);
        return record;
    }

    private long word(long record, int at) {
        return memory.page(record).get(LONG, PageMap.offset(record) + at);
    }

    long key(long record) {
        return word(record, 0);
    }

    long value(long record) {
        return word(record, 16);
    }

    void deadline(long record, long deadline) {
        memory.page(record).set(LONG, PageMap.offset(record) + 8, deadline);
    }

    long copy(long record) {
        return make(key(record), deadline(record), value(record));
    }

    @Override
    public long hash(long record) {
        return hashOf(key(record));
    }

    @Override
    public boolean hasKey(long record, MemorySegment memory, long offset, int length) {
        return length == 8 && memory.get(LONG, offset) == key(record);
    }

    @Override
    public long deadline(long record) {
        return word(record, 8);
    }

    @Override
    public int kind(long record) {
        return (key(record) & 1) == 0 ? Memory.PLAIN : kind;
    }
}
