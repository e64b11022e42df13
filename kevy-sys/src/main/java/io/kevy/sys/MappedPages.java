package io.kevy.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory straight from the operating system (mmap), which goes back to it when it is unmapped: the
 * JDK's arenas take small pages from the C library, which keeps what is freed.
 *
 * <p>Pages of 2 MiB and more begin at a multiple of 2 MiB and are advised to be huge ones, so that
 * walking through much memory misses the processor's address cache less often. A page costs no
 * memory before it is touched. Thread-safe.
 */
public final class MappedPages {
    private static final long HUGE_BYTES = 2L << 20;
    private static final long SMALL_BYTES = 4096;

    private MappedPages() {}

    /** Whether this system has them: Linux, with native access granted. */
    public static boolean isSupported() {
        try {
            EpollTransport.probed();
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Zeros, as many as asked for, rounded up to 4096.
     *
     * @throws OutOfMemoryError when the system gives no more
     */
    public static MemorySegment map(long bytes) {
        long length = (bytes + SMALL_BYTES - 1) & -SMALL_BYTES;
        boolean huge = length >= HUGE_BYTES;
        long taken = huge ? length + HUGE_BYTES : length;
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.stateLayout());
            long address = Libc.map(state, taken);
            if (address < 0) {
                throw new OutOfMemoryError(
                        "mmap of " + taken + " bytes: " + Errno.name((int) -address));
            }
            if (huge) {
                address = aligned(state, address, length);
                Libc.advise(state, address, length, Libc.MADV_HUGEPAGE);
            }
            return MemorySegment.ofAddress(address).reinterpret(length);
        }
    }

    /** Gives what lies before and after an aligned part back. */
    private static long aligned(MemorySegment state, long address, long length) {
        long aligned = (address + HUGE_BYTES - 1) & -HUGE_BYTES;
        long before = aligned - address;
        if (before > 0) {
            Libc.unmap(state, address, before);
        }
        long after = HUGE_BYTES - before;
        if (after > 0) {
            Libc.unmap(state, aligned + length, after);
        }
        return aligned;
    }

    /** Gives back what {@link #map} gave; whoever uses it afterwards crashes the process. */
    public static void unmap(MemorySegment page) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.stateLayout());
            int result = Libc.unmap(state, page.address(), page.byteSize());
            if (result < 0) {
                throw new AssertionError("munmap: " + Errno.name(-result));
            }
        }
    }
}
