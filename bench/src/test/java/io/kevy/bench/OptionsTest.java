package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void whatIsNotGivenHasItsDefault() {
        var options = options("--quick", "--rounds", "7", "--pipelines", "1,16");
        assertTrue(options.given("quick"));
        assertFalse(options.given("write"));
        assertEquals(7, options.count("rounds", 5));
        assertEquals(List.of(1, 16), options.counts("pipelines", List.of()));
        assertEquals(5, options().count("rounds", 5));
        assertEquals(List.of(3), options().counts("pipelines", List.of(3)));
        assertEquals("x", options().text("pipelines", "x"));
    }

    @Test
    void whatIsUnknownOrNoNumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> options("--slow"));
        assertThrows(IllegalArgumentException.class, () -> options("quick"));
        assertThrows(IllegalArgumentException.class, () -> options("--rounds"));
        assertThrows(IllegalArgumentException.class,
                () -> options("--rounds", "many").count("rounds", 1));
        assertThrows(IllegalArgumentException.class,
                () -> options("--rounds", "0").count("rounds", 1));
        assertThrows(IllegalArgumentException.class,
                () -> options("--pipelines", "1,,2").counts("pipelines", List.of()));
    }

    private static Options options(String... arguments) {
        return new Options(arguments, List.of("quick", "write"), List.of("rounds", "pipelines"));
    }
}
