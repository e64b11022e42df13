package io.kevy.rt.command;

import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Glob patterns as {@code KEYS}, {@code SCAN} and {@code CONFIG GET} use them, over bytes.
 *
 * <p>{@code *} is any number of bytes, {@code ?} one byte, {@code [a-z]} one of a class, {@code
 * [^a-z]} one outside it, and a backslash takes the next byte as itself. Ill-formed patterns have a
 * meaning too, the same as in Redis: a class that is not closed ends with the pattern, a backslash
 * at the end is itself, and the empty string matches {@code *} but not {@code **}. Time is at most the product of both lengths, and nothing is allocated.
 */
public final class Glob {
    private static final long MISMATCH = -1;

    /** A pattern whose match goes through more stars than this, the last byte aside, fits nothing. */
    private static final int STARS_MAX = 1000;

    private Glob() {}

    /** Whether all of {@code string} matches all of {@code pattern}. */
    public static boolean matches(byte[] pattern, byte[] string) {
        return matches(Slice.of(pattern), Slice.of(string));
    }

    /** Whether all of {@code string} matches all of {@code pattern}. */
    public static boolean matches(Slice pattern, Slice string) {
        return matches(pattern, string, false);
    }

    /** Like {@link #matches(byte[], byte[])}, with ASCII letters equal in both cases. */
    public static boolean matchesIgnoreCase(byte[] pattern, byte[] string) {
        return matches(Slice.of(pattern), Slice.of(string), true);
    }

    private static boolean matches(Slice patternSlice, Slice stringSlice, boolean ignoreCase) {
        if (stringSlice.length() == 0) {
            return patternSlice.length() == 0
                    || (patternSlice.length() == 1
                            && at(patternSlice.memory(), patternSlice.offset()) == '*');
        }
        MemorySegment pattern = patternSlice.memory();
        MemorySegment string = stringSlice.memory();
        long patternEnd = patternSlice.offset() + patternSlice.length();
        long stringEnd = stringSlice.offset() + stringSlice.length();
        long p = patternSlice.offset();
        long s = stringSlice.offset();
        long retryPattern = MISMATCH;
        long retryString = 0;
        int stars = 0;
        while (s < stringEnd) {
            if (p < patternEnd && at(pattern, p) == '*') {
                // Only the last star needs to be tried again: what stands before it matches
                // already, and an earlier star taking more could not help.
                while (p < patternEnd && at(pattern, p) == '*') {
                    p++;
                }
                if (p == patternEnd) {
                    return true;
                }
                if (++stars > STARS_MAX) {
                    return false;
                }
                retryPattern = p;
                retryString = s;
                continue;
            }
            long next =
                    p < patternEnd
                            ? matchOne(pattern, p, patternEnd, at(string, s), ignoreCase)
                            : MISMATCH;
            if (next != MISMATCH) {
                p = next;
                s++;
            } else if (retryPattern != MISMATCH) {
                p = retryPattern;
                retryString++;
                s = retryString;
            } else {
                return false;
            }
        }
        while (p < patternEnd && at(pattern, p) == '*') {
            p++;
        }
        return p == patternEnd;
    }

    /** Index after the pattern's element at {@code p} when {@code b} matches it. */
    private static long matchOne(
            MemorySegment pattern, long p, long end, byte b, boolean ignoreCase) {
        return switch (at(pattern, p)) {
            case '?' -> p + 1;
            case '[' -> matchClass(pattern, p + 1, end, b, ignoreCase);
            case '\\' -> {
                long literal = p + 1 < end ? p + 1 : p;
                yield fold(at(pattern, literal), ignoreCase) == fold(b, ignoreCase)
                        ? literal + 1
                        : MISMATCH;
            }
            default -> fold(at(pattern, p), ignoreCase) == fold(b, ignoreCase) ? p + 1 : MISMATCH;
        };
    }

    private static long matchClass(
            MemorySegment pattern, long from, long end, byte b, boolean ignoreCase) {
        long p = from;
        boolean negated = p < end && at(pattern, p) == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        byte wanted = fold(b, ignoreCase);
        while (p < end && at(pattern, p) != ']') {
            if (at(pattern, p) == '\\' && p + 1 < end) {
                found |= at(pattern, p + 1) == b;
                p += 2;
            } else if (p + 2 < end && at(pattern, p + 1) == '-') {
                byte low = (byte) Math.min(at(pattern, p), at(pattern, p + 2));
                byte high = (byte) Math.max(at(pattern, p), at(pattern, p + 2));
                found |= wanted >= fold(low, ignoreCase) && wanted <= fold(high, ignoreCase);
                p += 3;
            } else {
                found |= fold(at(pattern, p), ignoreCase) == wanted;
                p++;
            }
        }
        if (found == negated) {
            return MISMATCH;
        }
        return p < end ? p + 1 : p;
    }

    private static byte at(MemorySegment bytes, long index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index);
    }

    private static byte fold(byte b, boolean ignoreCase) {
        return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
