package io.kevy.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Lets this process open no further descriptor until closed, as {@code ulimit -n} would. */
final class DescriptorLimit implements AutoCloseable {
    private static final int RLIMIT_NOFILE =
            System.getProperty("os.name").equals("Linux") ? 7 : 8;

    private static final MethodHandle GETRLIMIT = handle("getrlimit");
    private static final MethodHandle SETRLIMIT = handle("setrlimit");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment limits = arena.allocate(JAVA_LONG, 2);
    private final long before;

    private DescriptorLimit() throws Throwable {
        check((int) GETRLIMIT.invokeExact(RLIMIT_NOFILE, limits));
        before = limits.get(JAVA_LONG, 0);
        limit(1);
    }

    static DescriptorLimit reached() throws Throwable {
        return new DescriptorLimit();
    }

    @Override
    public void close() {
        try {
            limit(before);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        arena.close();
    }

    private void limit(long descriptors) throws Throwable {
        limits.set(JAVA_LONG, 0, descriptors);
        check((int) SETRLIMIT.invokeExact(RLIMIT_NOFILE, limits));
    }

    private static void check(int result) {
        if (result != 0) {
            throw new AssertionError("the limit of descriptors cannot be asked for or changed");
        }
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }
}
