package io.kevy.bench.memory;

/** Which of the keys of numbers 0 to {@code n - 1} there are. */
enum KeySet {
    ALL,
    /** A random tenth of them, the same every time. */
    KEPT;

    boolean contains(int number) {
        return this == ALL || Long.remainderUnsigned(mixed(number), 10) == 0;
    }

    /** The finalizer of MurmurHash3: neighbours have nothing in common. */
    private static long mixed(long number) {
        long mixed = (number ^ number >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
