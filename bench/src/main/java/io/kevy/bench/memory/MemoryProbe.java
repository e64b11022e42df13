package io.kevy.bench.memory;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.ProcessFacts;
import io.kevy.bench.RandomNumbers;
import io.kevy.bench.Samples;
import io.kevy.store.Keyspace;
import io.kevy.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Fills one store in a JVM that does nothing else, and prints what that took. */
public final class MemoryProbe {
    static final int KEY_BYTES = KeyBytes.LENGTH;
    static final int VALUE_BYTES = 64;

    private static final int STEPS = 100;
    private static final int COLLECTIONS = 3;
    private static final int RECLAIM_RECORDS_MAX = 1000;
    private static final long DEADLINE_BASE = 1_800_000_000_000L;

    private final int keys;
    private final boolean withDeadline;
    private final KeyBytes key = new KeyBytes();
    private final byte[] value = new byte[VALUE_BYTES];
    private double worstOverhead;

    private MemoryProbe(int keys, boolean withDeadline) {
        this.keys = keys;
        this.withDeadline = withDeadline;
        Arrays.fill(value, (byte) 'x');
    }

    /** Arguments: number of keys, number of freezes, whether keys have a deadline. */
    public static void main(String[] arguments) throws IOException {
        int keys = Integer.parseInt(arguments[0]);
        int freezes = Integer.parseInt(arguments[1]);
        System.out.print(measure(keys, freezes, Boolean.parseBoolean(arguments[2])).lines());
    }

    static MemoryFigures measure(int keys, int freezes, boolean withDeadline) throws IOException {
        return new MemoryProbe(keys, withDeadline).run(freezes);
    }

    private MemoryFigures run(int freezes) throws IOException {
        long heapBefore = heapInUse();
        long residentBefore = ProcessFacts.self().residentBytes();
        try (var store = Store.open()) {
            fill(store);
            long residentPeak = ProcessFacts.self().residentBytes();
            long heap = heapInUse();
            long resident = ProcessFacts.self().residentBytes();
            long used = store.usedBytes();
            long committed = store.committedBytes();
            long tables = store.tableBytes();
            var first = new Samples();
            var freezing = new Samples();
            var writing = new Samples();
            freeze(store, 1, first, new Samples());
            freeze(store, freezes, freezing, writing);
            return new MemoryFigures(keys, used, committed, heap - heapBefore, tables,
                    resident - residentBefore, residentPeak - residentBefore, worstOverhead,
                    first.median(), freezing.median(), freezing.max(), writing.median(),
                    writing.max());
        }
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void fill(Store store) {
        var keyspace = store.keyspace(0);
        int step = Math.max(1, keys / STEPS);
        for (int number = 0; number < keys; number++) {
            set(keyspace, number);
            int filled = number + 1;
            if (filled % step == 0 && filled >= keys / 10) {
                double bytes = (double) store.committedBytes() + store.tableBytes();
                worstOverhead = Math.max(worstOverhead, bytes / filled - KEY_BYTES - VALUE_BYTES);
            }
        }
    }

    /** Deadlines differ, so that no two keys share anything for having the same. */
    private void set(Keyspace keyspace, int number) {
        long deadline = withDeadline ? DEADLINE_BASE + number : Keyspace.NO_DEADLINE;
        keyspace.setString(key.number(number), 0, KEY_BYTES, value, 0, VALUE_BYTES, deadline);
    }

    private void freeze(Store store, int freezes, Samples freezing, Samples writing) {
        var random = new RandomNumbers(7);
        for (int i = 0; i < freezes; i++) {
            int number = random.below(keys);
            long begin = System.nanoTime();
            var view = store.freeze();
            long frozen = System.nanoTime();
            set(store.keyspace(0), number);
            long written = System.nanoTime();
            view.close();
            store.reclaim(RECLAIM_RECORDS_MAX);
            freezing.add((frozen - begin) / 1e3);
            writing.add((written - frozen) / 1e3);
        }
    }
}
