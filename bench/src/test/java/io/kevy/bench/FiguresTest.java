package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    enum Name {
        LENGTH,
        LENGTH_MAX
    }

    /** Prints figures, or fails, as it is told. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals("fail")) {
                throw new IllegalStateException("told to");
            }
            System.out.println("LENGTH 1\nLENGTH_MAX " + arguments[0]);
        }
    }

    @Test
    void figuresComeBackFromTheirLines() throws IOException {
        var figures = new Figures<>(Name.class);
        figures.put(Name.LENGTH, 1.5e10);
        figures.put(Name.LENGTH_MAX, 0.25);
        var read = Figures.parse(Name.class, "noise\n" + figures.lines());
        assertEquals(1.5e10, read.of(Name.LENGTH));
        assertEquals(0.25, read.of(Name.LENGTH_MAX));
    }

    @Test
    void aFigureThatIsMissingIsAnError() {
        assertThrows(IOException.class, () -> Figures.parse(Name.class, "LENGTH_MAX 1\n"));
        assertThrows(
                IllegalStateException.class, () -> new Figures<>(Name.class).of(Name.LENGTH));
    }

    @Test
    void aChildTellsItsFigures() throws IOException {
        var figures = ChildJvm.measure(Name.class, Child.class, List.of(), "7");
        assertEquals(7, figures.of(Name.LENGTH_MAX));
    }

    @Test
    void aChildThatFailsIsAnErrorThatSaysWhy() {
        var failure = assertThrows(IOException.class,
                () -> ChildJvm.measure(Name.class, Child.class, List.of(), "fail"));
        assertEquals("java.lang.IllegalStateException: told to", failure.getMessage());
        assertEquals("ended with exit code 137", ChildJvm.complaint("a warning\n", 137));
    }
}
