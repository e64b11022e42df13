package io.kevy.bench.embedded;

import io.kevy.bench.Figures;
import io.kevy.bench.ProcessFacts;
import io.kevy.bench.RandomNumbers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The life of one map in a JVM that does nothing else: it is filled, read, written, and walked over by another thread while
 * writes go on. Before that small maps of the kind go through the same, for the sake of the JIT compiler: so small that what they
 * leave behind in the process does not count.
 */
public final class EmbeddedProbe {
    private static final int WARM_UP_MAPS = 100;
    private static final int WARM_UP_ENTRIES = 2_000;
    private static final int COLLECTIONS = 3;

    private final Contender contender;
    private final int entries;
    private final int operations;
    private final RandomNumbers random = new RandomNumbers(42);
    private final Figures<EmbeddedFigure> figures = new Figures<>(EmbeddedFigure.class);

    private EmbeddedProbe(Contender contender, int entries, int operations) {
        this.contender = contender;
        this.entries = entries;
        this.operations = operations;
    }

    /** Arguments: name of a contender, number of entries, operations of a kind to be measured. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        var contender = Contender.valueOf(arguments[0]);
        int entries = Integer.parseInt(arguments[1]);
        int operations = Integer.parseInt(arguments[2]);
        for (int i = 0; i < WARM_UP_MAPS; i++) {
            measure(contender, WARM_UP_ENTRIES, WARM_UP_ENTRIES);
        }
        System.out.print(measure(contender, entries, operations).lines());
    }

    static Figures<EmbeddedFigure> measure(Contender contender, int entries, int operations)
            throws IOException, InterruptedException, ExecutionException {
        return new EmbeddedProbe(contender, entries, operations).run();
    }

    private Figures<EmbeddedFigure> run()
            throws IOException, InterruptedException, ExecutionException {
        long heap = heapInUse();
        long resident = ProcessFacts.self().residentBytes();
        try (var map = contender.open(entries)) {
            Arrays.fill(map.value, (byte) 'x');
            fill(map);
            figures.put(EmbeddedFigure.HEAP, heapInUse() - heap);
            figures.put(EmbeddedFigure.RESIDENT, ProcessFacts.self().residentBytes() - resident);
            get(map);
            set(map);
            snapshot(map);
            return figures;
        }
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void fill(ByteMap map) {
        Stamps.write(map.value, Stamps.BEFORE);
        long begin = System.nanoTime();
        for (int number = 0; number < entries; number++) {
            map.key.number(number);
            map.put();
        }
        figures.put(EmbeddedFigure.FILL_NANOS, nanosPerOperation(begin, entries));
    }

    private void get(ByteMap map) {
        long begin = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            map.key.number(random.below(entries));
            if (!map.get()) {
                throw new IllegalStateException("a key is missing");
            }
        }
        figures.put(EmbeddedFigure.GET_NANOS, nanosPerOperation(begin, operations));
    }

    private void set(ByteMap map) {
        long begin = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            setAny(map);
        }
        figures.put(EmbeddedFigure.SET_NANOS, nanosPerOperation(begin, operations));
    }

    private void setAny(ByteMap map) {
        map.key.number(random.below(entries));
        map.put();
    }

    private static double nanosPerOperation(long begin, int operations) {
        return (double) (System.nanoTime() - begin) / operations;
    }

    private void snapshot(ByteMap map) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        try (var snapshot = map.snapshot()) {
            long taken = System.nanoTime();
            var stamps = new Stamps();
            var walk = new FutureTask<>(() -> {
                snapshot.walk(stamps);
                return System.nanoTime();
            });
            Stamps.write(map.value, Stamps.AFTER);
            Thread.ofPlatform().start(walk);
            long longest = taken - begin;
            long writes = 0;
            long last = System.nanoTime();
            while (!walk.isDone() || writes == 0) {
                setAny(map);
                writes++;
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
            figures.put(EmbeddedFigure.TAKE_MILLIS, (taken - begin) / 1e6);
            figures.put(EmbeddedFigure.WALK_MILLIS, (walk.get() - taken) / 1e6);
            figures.put(EmbeddedFigure.WRITE_NANOS, (double) (last - taken) / writes);
            figures.put(EmbeddedFigure.STALL_MILLIS, longest / 1e6);
            figures.put(EmbeddedFigure.CONSISTENT, stamps.consistent(entries) ? 1 : 0);
        }
    }
}
