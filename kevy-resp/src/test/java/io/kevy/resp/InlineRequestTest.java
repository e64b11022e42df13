package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class InlineRequestTest {
    private final RequestParser parser = new RequestParser(RequestLimits.redis());
    private final Argv argv = new Argv();

    @Test
    void aLineIsSplitAtBlanks() throws ProtocolException {
        parsed("PING", "PING");
        parsed("  SET\tkey  value ", "SET", "key", "value");
        parsed("a\rb", "a", "b");
        parsed("a\r", "a");
        parsed("\u000bfoo\u000bbar\fx \f", "foo\u000bbar\fx");
        parsed("a\\nb", "a\\nb");
        parsed("\u00ff \0x", "\u00ff", "\0x");
    }

    @Test
    void aLineEndsWithALineFeedAloneToo() throws ProtocolException {
        byte[] bytes = Bytes.of("GET key\nPING\r\n");
        assertEquals(8, parser.parse(bytes, 0, bytes.length, argv));
        assertEquals(List.of("GET", "key"), Bytes.texts(argv));
    }

    @Test
    void plainArgumentsAreSlicesAndDecodedOnesAreNot() throws ProtocolException {
        byte[] plain = Bytes.of("GET key\n");
        parser.parse(plain, 0, plain.length, argv);
        assertSame(plain, argv.bytes());
        byte[] quoted = Bytes.of("GET \"key\"\n");
        parser.parse(quoted, 0, quoted.length, argv);
        assertNotSame(quoted, argv.bytes());
        assertEquals(List.of("GET", "key"), Bytes.texts(argv));
    }

    @Test
    void doubleQuotesKnowEscapes() throws ProtocolException {
        parsed("\"\"", "");
        parsed("set \"a b\" \" \"", "set", "a b", " ");
        parsed("\"\\n\\r\\t\\b\\a\"", "\n\r\t\b\7");
        parsed("\"\\x41\\xfF\\x00\"", "A\u00ff\0");
        parsed("\"\\\"\\\\\\q\\'\"", "\"\\q'");
        parsed("\"\\x4\" \"\\xZZ\" \"\\x\"", "x4", "xZZ", "x");
        parsed("\"it's\"", "it's");
    }

    @Test
    void singleQuotesKnowOnlyTheirOwnEscape() throws ProtocolException {
        parsed("''", "");
        parsed("'a\\'b'", "a'b");
        parsed("'a\\nb\\x41'", "a\\nb\\x41");
        parsed("'\\\\a'", "\\\\a");
        parsed("'say \"x\"'", "say \"x\"");
    }

    @Test
    void aQuoteMayBeginWithinAnArgumentAndEndsIt() throws ProtocolException {
        parsed("foo\"bar\"", "foobar");
        parsed("foo'b r' x", "foob r", "x");
        parsed("\"a\"\f", "a");
        parsed("\"a\"\u000b'b'", "a", "b");
    }

    @Test
    void unbalancedQuotesAreRefused() {
        for (String line : List.of("\"", "'", "\"abc", "'abc", "a\"b", "\"a\"b", "'a'b",
                "\"a\"\"b\"",
                "'a''b'", "\"a\\", "\"a\\\"", "'a\\'", "'\\\\'", "a b 'c", "a'b c'd", "\"\\x4",
                "\"\0\"\0")) {
            byte[] bytes = Bytes.of(line + "\r\n");
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> parser.parse(bytes, 0, bytes.length, argv), line);
            assertEquals("Protocol error: unbalanced quotes in request", thrown.getMessage());
        }
    }

    private void parsed(String line, String... arguments) throws ProtocolException {
        byte[] bytes = Bytes.of(line + "\r\n");
        assertEquals(bytes.length, parser.parse(bytes, 0, bytes.length, argv), line);
        assertEquals(List.of(arguments), Bytes.texts(argv));
    }
}
