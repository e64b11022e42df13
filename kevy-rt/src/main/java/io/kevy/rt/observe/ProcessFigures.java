package io.kevy.rt.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operating system says about this process; 0 where it does not say.
 *
 * @param residentBytes memory the process occupies
 * @param systemBytes memory of the machine
 * @param systemMicros processor time spent in the kernel
 * @param userMicros processor time spent outside it
 */
public record ProcessFigures(
        long residentBytes, long systemBytes, long systemMicros, long userMicros) {
    private static final Path PROC = Path.of("/proc");
    private static final Path GROUP_LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final long MICROS_PER_TICK = 10_000;

    /** Fields of {@code stat} counted from the one after the process name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /** The figures of this process, now. */
    public static ProcessFigures read() {
        return read(PROC);
    }

    /**
     * @param proc the directory of the proc file system
     */
    static ProcessFigures read(Path proc) {
        String stat = text(proc.resolve("self/stat"));
        // The name stands in parentheses and may hold anything, blanks included.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return new ProcessFigures(
                kilobytes(text(proc.resolve("self/status")), "VmRSS:"),
                kilobytes(text(proc.resolve("meminfo")), "MemTotal:"),
                number(fields, SYSTEM_TICKS) * MICROS_PER_TICK,
                number(fields, USER_TICKS) * MICROS_PER_TICK);
    }

    /** Bytes of memory this process may fill: the machine's, or its control group's if fewer. */
    public static long usableBytes() {
        long machine = kilobytes(text(PROC.resolve("meminfo")), "MemTotal:");
        // "max" where there is no limit, no file where there is no group.
        long group = number(new String[] {text(GROUP_LIMIT).strip()}, 0);
        if (machine == 0) {
            return group > 0 ? group : Long.MAX_VALUE;
        }
        return group > 0 ? Math.min(machine, group) : machine;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static long number(String[] fields, int at) {
        try {
            return at < fields.length ? Long.parseLong(fields[at]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The bytes of a line {@code name   1234 kB}. */
    private static long kilobytes(String text, String name) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name)) {
                String[] words = line.substring(name.length()).strip().split(" ", -1);
                return number(words, 0) * 1024;
            }
        }
        return 0;
    }
}
