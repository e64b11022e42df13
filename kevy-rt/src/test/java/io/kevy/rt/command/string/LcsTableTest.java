package io.kevy.rt.command.string;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LcsTableTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] random(Random random, int lengthMax) {
        var text = new byte[random.nextInt(lengthMax + 1)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + random.nextInt(3));
        }
        return text;
    }

    @Test
    void rangesAndLengthAreThoseOfTheWholeTable() {
        long seed = 11;
        var random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] a = random(random, 20);
            byte[] b = random(random, 20);
            var table = LcsTable.of(a, b, true);
            String where =
                    "seed " + seed + ": " + new String(a, StandardCharsets.ISO_8859_1) + " and "
                            + new String(b, StandardCharsets.ISO_8859_1);
            assertArrayEquals(naiveRanges(a, b), table.ranges(), where);
            assertEquals(naiveTable(a, b)[a.length][b.length], table.length(), where);
            assertEquals(table.length(), LcsTable.of(a, b, false).length(), where);
            assertEquals(table.length(), table.subsequence().length, where);
        }
    }

    @Test
    void aShortAndALongStringNeedNoBigTable() {
        byte[] shorter = bytes("xyz");
        byte[] longer = bytes("-".repeat(1_000_000) + "x--y--z");
        assertEquals("xyz", new String(LcsTable.of(shorter, longer, true).subsequence(),
                StandardCharsets.ISO_8859_1));
        assertArrayEquals(
                new int[] {2, 2, 1_000_006, 1_000_006, 1, 1, 1_000_003, 1_000_003, 0, 0, 1_000_000,
                    1_000_000},
                LcsTable.of(shorter, longer, true).ranges());
        assertEquals(3, LcsTable.of(longer, shorter, false).length());
    }

    private static int[][] naiveTable(byte[] a, byte[] b) {
        var table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                table[i][j] =
                        a[i - 1] == b[j - 1]
                                ? table[i - 1][j - 1] + 1
                                : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table;
    }

    private static int[] naiveRanges(byte[] a, byte[] b) {
        int[][] table = naiveTable(a, b);
        var matches = new ArrayList<int[]>();
        int i = a.length;
        int j = b.length;
        while (i > 0 && j > 0) {
            if (a[i - 1] == b[j - 1]) {
                matches.add(new int[] {--i, --j});
            } else if (table[i - 1][j] > table[i][j - 1]) {
                i--;
            } else {
                j--;
            }
        }
        Collections.reverse(matches);
        var ranges = new ArrayList<int[]>();
        for (int[] match : matches) {
            int[] last = ranges.isEmpty() ? null : ranges.getLast();
            if (last != null && last[1] + 1 == match[0] && last[3] + 1 == match[1]) {
                last[1]++;
                last[3]++;
            } else {
                ranges.add(new int[] {match[0], match[0], match[1], match[1]});
            }
        }
        Collections.reverse(ranges);
        return ranges.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
