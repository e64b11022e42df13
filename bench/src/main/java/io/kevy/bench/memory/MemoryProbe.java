package io.kevy.bench.memory;

import com.sun.management.ThreadMXBean;
import io.kevy.bench.Figures;
import io.kevy.bench.KeyBytes;
import io.kevy.bench.ProcessFacts;
import io.kevy.bench.RandomNumbers;
import io.kevy.bench.Samples;
import io.kevy.bench.ServerPages;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * The life of one store in a JVM that does nothing else: it is filled, frozen many times, loses nine tenths of its keys, loses
 * all. Its memory comes from where the server's comes from.
 */
public final class MemoryProbe {
    static final int KEY_BYTES = KeyBytes.LENGTH;
    static final int VALUE_BYTES = 64;
    static final int WRITES_AFTER_FREEZE = 1000;

    private static final int WARM_UP_KEYS = 200_000;
    private static final int STEPS = 100;
    private static final int COLLECTIONS = 3;
    private static final long DEADLINE_BASE = 4_000_000_000_000L;

    private final int keys;
    private final KeySet part;
    private final boolean withDeadline;
    private final Figures<MemoryFigure> figures = new Figures<>(MemoryFigure.class);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final KeyBytes key = new KeyBytes();
    private final Slice keySlice = Slice.of(key.bytes());
    private final Slice value;
    private final Place place = new Place();

    private MemoryProbe(int keys, KeySet part, boolean withDeadline) {
        this.keys = keys;
        this.part = part;
        this.withDeadline = withDeadline;
        var bytes = new byte[VALUE_BYTES];
        Arrays.fill(bytes, (byte) 'x');
        value = Slice.of(bytes);
    }

    /** Arguments: number of keys, which of them, number of freezes, whether keys have a deadline. */
    public static void main(String[] arguments) throws IOException {
        int keys = Integer.parseInt(arguments[0]);
        var part = KeySet.valueOf(arguments[1]);
        int freezes = Integer.parseInt(arguments[2]);
        boolean withDeadline = Boolean.parseBoolean(arguments[3]);
        var warmUp = measure(Math.min(keys, WARM_UP_KEYS), part, freezes, withDeadline);
        var figures = measure(keys, part, freezes, withDeadline);
        figures.put(MemoryFigure.FREEZE_FIRST, warmUp.of(MemoryFigure.FREEZE_FIRST));
        System.out.print(figures.lines());
    }

    static Figures<MemoryFigure> measure(int keys, KeySet part, int freezes, boolean withDeadline)
            throws IOException {
        return new MemoryProbe(keys, part, withDeadline).run(freezes);
    }

    private Figures<MemoryFigure> run(int freezes) throws IOException {
        heapInUse();
        long start = ProcessFacts.self().residentBytes();
        figures.put(MemoryFigure.RESIDENT_AT_START, start);
        try (var store = Store.open(ServerPages.options())) {
            fill(store);
            figures.put(MemoryFigure.KEYS, store.keyspace(0).size());
            figures.put(MemoryFigure.RESIDENT, ProcessFacts.self().residentBytes() - start);
            figures.put(MemoryFigure.HEAP, heapInUse());
            figures.put(
                    MemoryFigure.RESIDENT_COLLECTED, ProcessFacts.self().residentBytes() - start);
            figures.put(MemoryFigure.USED, store.usedBytes());
            figures.put(MemoryFigure.COMMITTED, store.committedBytes());
            freeze(store, freezes);
            keepOnly(store, KeySet.KEPT);
            figures.put(MemoryFigure.KEYS_LEFT, store.keyspace(0).size());
            figures.put(MemoryFigure.RESIDENT_LEFT, ProcessFacts.self().residentBytes() - start);
            removeAll(store);
            figures.put(MemoryFigure.RESIDENT_EMPTY, ProcessFacts.self().residentBytes() - start);
            return figures;
        }
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void fill(Store store) {
        int step = Math.max(1, keys / STEPS);
        double worst = 0;
        long filled = 0;
        for (int number = 0; number < keys; number++) {
            if (part.contains(number)) {
                set(store, number);
                filled++;
            }
            if (number % step == 0 && number >= keys / 10) {
                double bytes = (double) store.committedBytes() + store.heapBytes();
                worst = Math.max(worst, bytes / filled - KEY_BYTES - VALUE_BYTES);
            }
        }
        figures.put(MemoryFigure.OVERHEAD_ON_THE_WAY, worst);
    }

    /** Deadlines differ, so that no two keys share anything for having the same. */
    private void set(Store store, int number) {
        key.number(number);
        store.keyspace(0).find(keySlice, place);
        store.strings().set(
                place, value, withDeadline ? DEADLINE_BASE + number : Keyspace.NO_DEADLINE);
    }

    private void freeze(Store store, int freezes) {
        var first = new Samples();
        freeze(store, first, new Samples());
        var freezing = new Samples();
        var writing = new Samples();
        long allocated = 0;
        for (int i = 0; i < freezes; i++) {
            allocated = Math.max(allocated, freeze(store, freezing, writing));
        }
        figures.put(MemoryFigure.FREEZE_FIRST, first.median());
        figures.put(MemoryFigure.FREEZE_MEDIAN, freezing.median());
        figures.put(MemoryFigure.FREEZE_MAX, freezing.max());
        figures.put(MemoryFigure.WRITE_MEDIAN, writing.median());
        figures.put(MemoryFigure.WRITE_MAX, writing.max());
        figures.put(MemoryFigure.WRITES_ALLOCATED, allocated);
    }

    /** A freeze and the writes after it; the bytes these allocated. */
    private long freeze(Store store, Samples freezing, Samples writing) {
        var random = new RandomNumbers(freezing.count() + 1);
        long begin = System.nanoTime();
        var view = store.freeze();
        long frozen = System.nanoTime();
        long before = threads.getCurrentThreadAllocatedBytes();
        setSome(store, random, 1);
        long written = System.nanoTime();
        setSome(store, random, WRITES_AFTER_FREEZE - 1);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        view.close();
        rest(store);
        freezing.add((frozen - begin) / 1e3);
        writing.add((written - frozen) / 1e3);
        return allocated;
    }

    /** Writes random keys anew. */
    private void setSome(Store store, RandomNumbers random, int count) {
        for (int i = 0; i < count;) {
            int number = random.below(keys);
            if (part.contains(number)) {
                set(store, number);
                i++;
            }
        }
    }

    private void keepOnly(Store store, KeySet kept) {
        for (int number = 0; number < keys; number++) {
            if (!kept.contains(number)) {
                remove(store, number);
            }
        }
        rest(store);
        heapInUse();
    }

    private void removeAll(Store store) {
        for (int number = 0; number < keys; number++) {
            remove(store, number);
        }
        rest(store);
        heapInUse();
    }

    private void remove(Store store, int number) {
        key.number(number);
        store.keyspace(0).find(keySlice, place);
        store.keyspace(0).remove(place);
    }

    /** Lets the store do what it does a little at a time, until there is nothing left to do. */
    private static void rest(Store store) {
        while (store.work(MemoryProbe::never)) {
            // It has more to do.
        }
    }

    private static boolean never() {
        return false;
    }
}
