package io.kevy.rt.command.string;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The longest common subsequence of two strings by dynamic programming.
 *
 * <p>Time is the product of both lengths. Only one row of the table is held, along the shorter
 * string, and one bit per pair of positions: whether the way back leads along the first string.
 */
final class LcsTable {
    private final byte[] a;
    private final byte[] b;
    private final boolean rowsAlongB;
    private final long @Nullable [] backAlongA;
    private final int length;

    private LcsTable(byte[] a, byte[] b, boolean walkable) {
        this.a = a;
        this.b = b;
        rowsAlongB = b.length <= a.length;
        backAlongA = walkable ? new long[words((long) a.length * b.length)] : null;
        length = fill(rowsAlongB ? a : b, rowsAlongB ? b : a);
    }

    /**
     * @param walkable whether more than the length will be asked for
     */
    static LcsTable of(byte[] a, byte[] b, boolean walkable) {
        return new LcsTable(a, b, walkable);
    }

    private static int words(long bits) {
        return Math.toIntExact((bits + Long.SIZE - 1) / Long.SIZE);
    }

    private int fill(byte[] outer, byte[] inner) {
        var row = new int[inner.length + 1];
        long bit = 0;
        for (byte current : outer) {
            int diagonal = 0;
            for (int k = 0; k < inner.length; k++, bit++) {
                int above = row[k + 1];
                int beside = row[k];
                if (current == inner[k]) {
                    row[k + 1] = diagonal + 1;
                } else {
                    row[k + 1] = Math.max(above, beside);
                    if (backAlongA != null && (rowsAlongB ? above > beside : beside > above)) {
                        backAlongA[(int) (bit / Long.SIZE)] |= 1L << bit;
                    }
                }
                diagonal = above;
            }
        }
        return row[inner.length];
    }

    /** Length of the longest common subsequence. */
    int length() {
        return length;
    }

    /**
     * The ranges where both strings run alike, from the last to the first: four numbers each, first
     * and last position in the first string, then in the second.
     */
    int[] ranges() {
        var ranges = new int[16];
        int size = 0;
        int i = a.length;
        int j = b.length;
        while (i > 0 && j > 0) {
            if (a[i - 1] == b[j - 1]) {
                int lastInA = i - 1;
                int lastInB = j - 1;
                while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
                    i--;
                    j--;
                }
                if (size == ranges.length) {
                    ranges = Arrays.copyOf(ranges, size * 2);
                }
                ranges[size++] = i;
                ranges[size++] = lastInA;
                ranges[size++] = j;
                ranges[size++] = lastInB;
            } else if (backLeadsAlongA(i - 1, j - 1)) {
                i--;
            } else {
                j--;
            }
        }
        return Arrays.copyOf(ranges, size);
    }

    private boolean backLeadsAlongA(int i, int j) {
        if (backAlongA == null) {
            throw new AssertionError("only the length was asked for");
        }
        long bit = rowsAlongB ? (long) i * b.length + j : (long) j * a.length + i;
        return (backAlongA[(int) (bit / Long.SIZE)] & 1L << bit) != 0;
    }

    /** The subsequence itself. */
    byte[] subsequence() {
        var subsequence = new byte[length];
        int at = length;
        int[] ranges = ranges();
        for (int r = 0; r < ranges.length; r += 4) {
            int count = ranges[r + 1] - ranges[r] + 1;
            at -= count;
            System.arraycopy(a, ranges[r], subsequence, at, count);
        }
        return subsequence;
    }
}
