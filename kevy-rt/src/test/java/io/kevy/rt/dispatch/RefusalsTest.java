package io.kevy.rt.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.resp.Argv;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static Argv argv(String... words) {
        var argv = new Argv();
        argv.clear(String.join("", words).getBytes(StandardCharsets.ISO_8859_1));
        int at = 0;
        for (String word : words) {
            argv.add(at, word.length());
            at += word.length();
        }
        return argv;
    }

    @Test
    void anUnknownCommandIsShownWithItsFirstArguments() {
        assertEquals(
                "ERR unknown command 'foo', with args beginning with: 'a b' 'c' ",
                Refusals.unknownCommand(argv("foo", "a b", "c")));
        assertEquals(
                "ERR unknown command 'foo', with args beginning with: ",
                Refusals.unknownCommand(argv("foo")));
    }

    @Test
    void whatIsShownOfArgumentsEndsAfterAHundredAndTwentyEightCharacters() {
        // What a real server answered: the quotes of an argument do not shorten it.
        assertEquals(
                "ERR unknown command 'foo', with args beginning with: 'ab' '" + "e".repeat(123)
                        + "' ",
                Refusals.unknownCommand(argv("foo", "ab", "e".repeat(200), "x")));
    }
}
