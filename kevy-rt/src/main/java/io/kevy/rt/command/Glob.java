package io.kevy.rt.command;

/**
 * Glob patterns as {@code KEYS}, {@code SCAN} and {@code CONFIG GET} use them, over bytes.
 *
 * <p>{@code *} is any number of bytes, {@code ?} one byte, {@code [a-z]} one of a class, {@code
 * [^a-z]} one outside it, and a backslash takes the next byte as itself. Ill-formed patterns have a
 * meaning too, the same as in Redis: a class that is not closed ends with the pattern, a backslash
 * at the end is itself, and the empty string matches {@code *} but not {@code **}. Time is at most the product of both lengths, and nothing is allocated.
 */
public final class Glob {
    private static final int MISMATCH = -1;

    /** A pattern whose match goes through more stars than this, the last byte aside, fits nothing. */
    private static final int STARS_MAX = 1000;

    private Glob() {}

    /** Whether all of {@code string} matches all of {@code pattern}. */
    public static boolean matches(byte[] pattern, byte[] string) {
        return matches(pattern, 0, pattern.length, string, 0, string.length, false);
    }

    /** Like {@link #matches(byte[], byte[])}, with ASCII letters equal in both cases. */
    public static boolean matchesIgnoreCase(byte[] pattern, byte[] string) {
        return matches(pattern, 0, pattern.length, string, 0, string.length, true);
    }

    /** Whether one slice matches the other. */
    public static boolean matches(
            byte[] pattern,
            int patternOffset,
            int patternLength,
            byte[] string,
            int stringOffset,
            int stringLength,
            boolean ignoreCase) {
        if (stringLength == 0) {
            return patternLength == 0 || (patternLength == 1 && pattern[patternOffset] == '*');
        }
        int patternEnd = patternOffset + patternLength;
        int stringEnd = stringOffset + stringLength;
        int p = patternOffset;
        int s = stringOffset;
        int retryPattern = MISMATCH;
        int retryString = 0;
        int stars = 0;
        while (s < stringEnd) {
            if (p < patternEnd && pattern[p] == '*') {
                // Only the last star needs to be tried again: what stands before it matches
                // already, and an earlier star taking more could not help.
                while (p < patternEnd && pattern[p] == '*') {
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
            int next =
                    p < patternEnd
                            ? matchOne(pattern, p, patternEnd, string[s], ignoreCase)
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
        while (p < patternEnd && pattern[p] == '*') {
            p++;
        }
        return p == patternEnd;
    }

    /** Index after the pattern's element at {@code p} when {@code b} matches it. */
    private static int matchOne(byte[] pattern, int p, int end, byte b, boolean ignoreCase) {
        return switch (pattern[p]) {
            case '?' -> p + 1;
            case '[' -> matchClass(pattern, p + 1, end, b, ignoreCase);
            case '\\' -> {
                int literal = p + 1 < end ? p + 1 : p;
                yield fold(pattern[literal], ignoreCase) == fold(b, ignoreCase)
                        ? literal + 1
                        : MISMATCH;
            }
            default -> fold(pattern[p], ignoreCase) == fold(b, ignoreCase) ? p + 1 : MISMATCH;
        };
    }

    private static int matchClass(byte[] pattern, int from, int end, byte b, boolean ignoreCase) {
        int p = from;
        boolean negated = p < end && pattern[p] == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        byte wanted = fold(b, ignoreCase);
        while (p < end && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < end) {
                found |= pattern[p + 1] == b;
                p += 2;
            } else if (p + 2 < end && pattern[p + 1] == '-') {
                byte low = (byte) Math.min(pattern[p], pattern[p + 2]);
                byte high = (byte) Math.max(pattern[p], pattern[p + 2]);
                found |= wanted >= fold(low, ignoreCase) && wanted <= fold(high, ignoreCase);
                p += 3;
            } else {
                found |= fold(pattern[p], ignoreCase) == wanted;
                p++;
            }
        }
        if (found == negated) {
            return MISMATCH;
        }
        return p < end ? p + 1 : p;
    }

    private static byte fold(byte b, boolean ignoreCase) {
        return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
