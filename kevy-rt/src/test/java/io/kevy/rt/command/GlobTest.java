package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlobTest {
    private static boolean matches(String pattern, String string) {
        return Glob.matches(bytes(pattern), bytes(string));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void wildCardsAndClassesMatchWhatTheySay() {
        assertTrue(matches("", ""));
        assertTrue(matches("abc", "abc"));
        assertFalse(matches("abc", "abd"));
        assertFalse(matches("abc", "ab"));
        assertTrue(matches("*", "anything"));
        assertTrue(matches("h?llo", "hello"));
        assertFalse(matches("h?llo", "hllo"));
        assertTrue(matches("h*llo", "hllo"));
        assertTrue(matches("h*llo", "heeeello"));
        assertTrue(matches("a*b*c", "axxbxxbxc"));
        assertFalse(matches("a*b*c", "axxbxxbx"));
        assertTrue(matches("h[ae]llo", "hallo"));
        assertFalse(matches("h[ae]llo", "hillo"));
        assertTrue(matches("h[^e]llo", "hallo"));
        assertFalse(matches("h[^e]llo", "hello"));
        assertTrue(matches("h[a-c]llo", "hbllo"));
        assertTrue(matches("h[c-a]llo", "hbllo"));
        assertTrue(matches("a**", "a"));
    }

    @Test
    void aBackslashTakesTheNextByteAsItself() {
        assertTrue(matches("a\\*b", "a*b"));
        assertFalse(matches("a\\*b", "axb"));
        assertTrue(matches("[\\]]", "]"));
        assertTrue(matches("[a\\-z]", "-"));
        assertTrue(matches("a\\", "a\\"));
    }

    @Test
    void illFormedPatternsMeanWhatTheyMeanInRedis() {
        assertTrue(matches("[abc", "b"));
        assertFalse(matches("[", "["));
        assertFalse(matches("[]", "]"));
        assertTrue(matches("[^]", "x"));
        assertTrue(matches("[^", "x"));
        assertTrue(matches("*", ""));
        assertFalse(matches("**", ""));
    }

    @Test
    void ignoringCaseConcernsLettersAndRanges() {
        assertTrue(Glob.matchesIgnoreCase(bytes("REPL[A-I]CA*"), bytes("replica-read-only")));
        assertFalse(matches("REPL*", "replica"));
    }

    @Test
    void manyStarsDoNotTakeForEver() {
        byte[] pattern = bytes("a*".repeat(40) + "b");
        byte[] string = bytes("a".repeat(5000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertFalse(Glob.matches(pattern, string)));
    }

    @Test
    void aThousandStarsMatchAndOneMoreDoesNotAsInRedis() {
        String string = "a".repeat(1100);
        for (String element : new String[] {"*a", "*?", "**a", "*[a]"}) {
            for (int count : new int[] {1, 999, 1000, 1001, 1002}) {
                assertEquals(count <= 1000, matches(element.repeat(count), string), element);
                assertEquals(count <= 1000, matches(element.repeat(count) + "*", string), element);
            }
        }
        assertTrue(matches("\\*".repeat(1100), "*".repeat(1100)));
    }

    @Test
    void everyPatternMatchesWhatTheDefinitionSays() {
        for (int round = 0; round < 200_000; round++) {
            var random = new Random(round);
            String pattern = word(random, "aab*?[]^-\\", 7);
            String string = word(random, "aab*]-", 6);
            if (!string.isEmpty()) {
                assertEquals(
                        defined(pattern, string),
                        matches(pattern, string),
                        "seed " + round + ": " + pattern + " " + string);
            }
        }
    }

    private static String word(Random random, String letters, int lengthMax) {
        var word = new StringBuilder();
        for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    /** The plain recursive definition. */
    private static boolean defined(String pattern, String string) {
        if (pattern.isEmpty()) {
            return string.isEmpty();
        }
        char first = pattern.charAt(0);
        if (first == '*') {
            return defined(pattern.substring(1), string)
                    || (!string.isEmpty() && defined(pattern, string.substring(1)));
        }
        if (string.isEmpty()) {
            return false;
        }
        char c = string.charAt(0);
        if (first == '[') {
            return definedClass(pattern.substring(1), c, string.substring(1));
        }
        if (first == '\\' && pattern.length() > 1) {
            return pattern.charAt(1) == c && defined(pattern.substring(2), string.substring(1));
        }
        return (first == '?' || first == c) && defined(pattern.substring(1), string.substring(1));
    }

    private static boolean definedClass(String pattern, char c, String restOfString) {
        String rest = pattern;
        boolean negated = rest.startsWith("^");
        rest = negated ? rest.substring(1) : rest;
        boolean found = false;
        while (!rest.isEmpty() && rest.charAt(0) != ']') {
            if (rest.charAt(0) == '\\' && rest.length() > 1) {
                found |= rest.charAt(1) == c;
                rest = rest.substring(2);
            } else if (rest.length() > 2 && rest.charAt(1) == '-') {
                int low = Math.min(rest.charAt(0), rest.charAt(2));
                int high = Math.max(rest.charAt(0), rest.charAt(2));
                found |= c >= low && c <= high;
                rest = rest.substring(3);
            } else {
                found |= rest.charAt(0) == c;
                rest = rest.substring(1);
            }
        }
        return found != negated && defined(rest.isEmpty() ? rest : rest.substring(1), restOfString);
    }
}
