package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgvTest {

    @Test
    void argumentsAreSlicesOfTheArray() {
        Argv argv = argv("..SETkey42", 2, 3, 5, 3, 8, 2);
        assertEquals(3, argv.count());
        assertEquals(5, argv.offset(1));
        assertEquals(3, argv.length(1));
        assertArrayEquals(Bytes.of("key"), argv.copy(1));
        assertEquals("SET", argv.text(0));
        assertFalse(argv.isLong(1));
        assertTrue(argv.isLong(2));
        assertEquals(42, argv.asLong(2));
        assertThrows(NumberFormatException.class, () -> argv.asLong(1));
        assertEquals("[SET, key, 42]", argv.toString());
    }

    @Test
    void anArgumentBeyondTheLastIsRefusedEvenIfOneStoodThere() {
        Argv argv = argv("abc", 0, 1, 1, 1);
        argv.clear(argv.bytes());
        argv.add(2, 1);
        assertThrows(IndexOutOfBoundsException.class, () -> argv.offset(1));
        assertThrows(IndexOutOfBoundsException.class, () -> argv.length(1));
        assertThrows(IndexOutOfBoundsException.class, () -> argv.text(-1));
    }

    @Test
    void aWordIsFoundInAnyCase() {
        Argv argv = argv("SeT{", 0, 3, 0, 4, 3, 1);
        assertTrue(argv.equalsIgnoreCase(0, "SET"));
        assertFalse(argv.equalsIgnoreCase(0, "GET"));
        assertFalse(argv.equalsIgnoreCase(0, "SETX"));
        assertFalse(argv.equalsIgnoreCase(1, "SET"));
        assertFalse(argv.equalsIgnoreCase(2, "["));
    }

    @Test
    void aRebaseMovesEveryArgument() {
        Argv argv = argv("SETkey", 0, 3, 3, 3);
        byte[] moved = Bytes.of("....SETkey");
        argv.rebase(moved, 4);
        assertSame(moved, argv.bytes());
        assertEquals(List.of("SET", "key"), Bytes.texts(argv));
    }

    @Test
    void aDetachedCopyOutlivesTheArray() {
        Argv argv = argv("..SET.key..", 2, 3, 6, 3, 6, 0);
        Argv copy = argv.detachedCopy();
        Arrays.fill(argv.bytes(), (byte) 0);
        argv.clear(argv.bytes());
        assertNotSame(argv.bytes(), copy.bytes());
        assertEquals(6, copy.bytes().length);
        assertEquals(List.of("SET", "key", ""), Bytes.texts(copy));
        assertEquals(0, argv.detachedCopy().count());
    }

    @Test
    void anyNumberOfArgumentsFitsAndABigArrayIsNotKept() {
        byte[] bytes = new byte[200_000];
        Argv argv = new Argv();
        for (int round = 0; round < 2; round++) {
            argv.clear(bytes);
            for (int i = 0; i < bytes.length; i++) {
                argv.add(i, 1);
            }
            assertEquals(bytes.length, argv.count());
            assertEquals(199_999, argv.offset(199_999));
        }
        argv.clear(bytes);
        assertEquals(0, argv.count());
        argv.add(3, 4);
        assertEquals(3, argv.offset(0));
    }

    private static Argv argv(String text, int... slices) {
        Argv argv = new Argv();
        argv.clear(Bytes.of(text));
        for (int i = 0; i < slices.length; i += 2) {
            argv.add(slices[i], slices[i + 1]);
        }
        return argv;
    }
}
