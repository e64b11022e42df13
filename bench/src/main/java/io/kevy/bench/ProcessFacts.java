package io.kevy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux counts for a process, read from {@code /proc}. */
public final class ProcessFacts {
    /** Clock ticks per second in {@code /proc}, 100 on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of stat(5) after the command's name: "utime" is field 14, the first here field 3. */
    private static final int USER_TICKS = 14 - 3;

    private final Path directory;

    private ProcessFacts(Path directory) {
        this.directory = directory;
    }

    public static ProcessFacts of(long pid) {
        return new ProcessFacts(Path.of("/proc", Long.toString(pid)));
    }

    public static ProcessFacts self() {
        return of(ProcessHandle.current().pid());
    }

    /**
     * Seconds of CPU, user and system, of all threads the process has or had: a JVM's compiler and collector threads are in
     * it. In steps of 10 ms.
     *
     * @throws IOException when there is no such process any more, or this is not Linux
     */
    public double cpuSeconds() throws IOException {
        return cpuTicks(Files.readString(directory.resolve("stat"))) / TICKS_PER_SECOND;
    }

    /** User and system time of a line in the form of stat(5), in ticks. */
    static long cpuTicks(String stat) {
        // The name is in parentheses and may hold any character, closing parentheses included.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }

    /** Bytes of the process that are in memory now: heap, native memory, code and the JVM's own. */
    public long residentBytes() throws IOException {
        return residentBytes(Files.readString(directory.resolve("status")));
    }

    static long residentBytes(String status) throws IOException {
        for (String line : status.lines().toList()) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS in the status of the process");
    }
}
