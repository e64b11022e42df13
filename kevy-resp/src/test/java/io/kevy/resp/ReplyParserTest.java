package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyParserTest {
    private static final Reply NULL = new Reply.Null();

    @Test
    void everyTypeIsRead() throws ProtocolException {
        parsed(new Reply.Simple("OK"), "+OK\r\n");
        parsed(new Reply.Simple(""), "+\r\n");
        parsed(new Reply.ErrorReply("ERR no"), "-ERR no\r\n");
        parsed(new Reply.ErrorReply("ERR a\r\nb"), "!8\r\nERR a\r\nb\r\n");
        parsed(new Reply.Int(Long.MIN_VALUE), ":-9223372036854775808\r\n");
        parsed(new Reply.Int(7), ":+7\r\n");
        parsed(Reply.Bulk.of("a\r\nb"), "$4\r\na\r\nb\r\n");
        parsed(Reply.Bulk.of(""), "$0\r\n\r\n");
        parsed(NULL, "$-1\r\n");
        parsed(NULL, "*-1\r\n");
        parsed(NULL, "_\r\n");
        parsed(new Reply.Array(List.of()), "*0\r\n");
        parsed(new Reply.Array(List.of(new Reply.Int(1), NULL)), "*2\r\n:1\r\n_\r\n");
        parsed(new Reply.SetReply(List.of(new Reply.Int(1))), "~1\r\n:1\r\n");
        parsed(new Reply.Push(List.of(new Reply.Int(1))), ">1\r\n:1\r\n");
        parsed(new Reply.MapReply(List.of(Map.entry(Reply.Bulk.of("k"), new Reply.Int(1)))),
                "%1\r\n$1\r\nk\r\n:1\r\n");
        parsed(new Reply.Real(-1.5), ",-1.5\r\n");
        parsed(new Reply.Real(1e300), ",1e+300\r\n");
        parsed(new Reply.Real(Double.POSITIVE_INFINITY), ",inf\r\n");
        parsed(new Reply.Real(Double.NEGATIVE_INFINITY), ",-inf\r\n");
        parsed(new Reply.Real(Double.NaN), ",nan\r\n");
        parsed(new Reply.Real(Double.NaN), ",-nan\r\n");
        parsed(new Reply.Bool(true), "#t\r\n");
        parsed(new Reply.Bool(false), "#f\r\n");
        parsed(new Reply.BigNumber("-12345678901234567890"), "(-12345678901234567890\r\n");
        parsed(new Reply.Verbatim("txt", Bytes.of("Hi")), "=6\r\ntxt:Hi\r\n");
        parsed(new Reply.Verbatim("mkd", Bytes.of("")), "=4\r\nmkd:\r\n");
    }

    @Test
    void aggregatesNest() throws ProtocolException {
        Reply inner = new Reply.Array(List.of(new Reply.Array(List.of()), new Reply.Int(1)));
        parsed(new Reply.Array(List.of(inner, inner, new Reply.SetReply(List.of(inner)))),
                "*3\r\n*2\r\n*0\r\n:1\r\n*2\r\n*0\r\n:1\r\n~1\r\n*2\r\n*0\r\n:1\r\n");
    }

    @Test
    void attributesAreDropped() throws ProtocolException {
        parsed(new Reply.Int(1), "|1\r\n+ttl\r\n:3600\r\n:1\r\n");
        parsed(new Reply.Int(1), "|0\r\n:1\r\n");
        parsed(new Reply.Array(List.of(new Reply.Int(1), new Reply.Int(2))),
                "|1\r\n+a\r\n*1\r\n+b\r\n*2\r\n|1\r\n+c\r\n|1\r\n+d\r\n+e\r\n+f\r\n:1\r\n|0\r\n:2\r\n");
    }

    @Test
    void whatIsNoReplyIsRefused() {
        for (String text : List.of("x\r\n", "\r\n", "+a\rb\r\n", ":\r\n", ":a\r\n", ":01\r\n",
                ":+-1\r\n",
                ":9223372036854775808\r\n", "$\r\n", "$-2\r\n", "$a\r\n", "$1\r\nabc",
                "$536870913\r\n",
                "*-2\r\n", "*9999999999\r\n", "~-1\r\n", ">-1\r\n", "%-1\r\n", "|-1\r\n",
                "%2147483647\r\n",
                "!-1\r\n", "=-1\r\n", "=3\r\ntxt\r\n", "=5\r\ntext:\r\n", "_x\r\n", "#\r\n",
                "#x\r\n",
                "#tt\r\n", ",\r\n", ",x\r\n", ",1e\r\n", ",NaN\r\n", ",1d\r\n", ", 1\r\n",
                ",0x1p3\r\n",
                ",Infinity\r\n", "(\r\n", "(-\r\n", "(1a\r\n", "*1\r\n*1\r\nx\r\n", "$?\r\n",
                "*?\r\n")) {
            byte[] bytes = Bytes.of(text);
            ReplyParser parser = new ReplyParser();
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> parser.parse(bytes, 0, bytes.length), text);
            assertEquals("Protocol error: ", thrown.getMessage().substring(0, 16));
        }
    }

    @Test
    void limitsAreThoseGiven() throws ProtocolException {
        ReplyLimits tight = new ReplyLimits(3, 4, 32, 2);
        assertNotNull(new ReplyParser(tight).parse(Bytes.of("$3\r\nabc\r\n"), 0, 9));
        refused(tight, "$4\r\n");
        assertNull(new ReplyParser(tight).parse(Bytes.of("*4\r\n"), 0, 4));
        refused(tight, "*5\r\n");
        assertNull(new ReplyParser(tight).parse(Bytes.of("%2\r\n"), 0, 4));
        refused(tight, "%3\r\n");
        assertNotNull(new ReplyParser(tight).parse(Bytes.of("+" + "a".repeat(31) + "\r\n"), 0, 34));
        refused(tight, "+" + "a".repeat(32));
        refused(tight, "+" + "a".repeat(32) + "\r\n");
        assertNotNull(new ReplyParser(tight).parse(Bytes.of("*1\r\n*1\r\n*0\r\n"), 0, 12));
        refused(tight, "*1\r\n*1\r\n*1\r\n");
        refused(tight, "|1\r\n|1\r\n|1\r\n");
        assertThrows(IllegalArgumentException.class, () -> new ReplyLimits(3, 4, 32, 0));
    }

    @Test
    void theParserServesAnotherStreamAfterARefusalAndAReset() throws ProtocolException {
        ReplyParser parser = new ReplyParser();
        byte[] bad = Bytes.of("*2\r\n:1\r\nx\r\n");
        assertNull(parser.parse(bad, 0, 9));
        assertThrows(ProtocolException.class, () -> parser.parse(bad, 0, bad.length));
        assertEquals(new Reply.Int(1), parser.parse(bad, 4, 8));
        assertEquals(4, parser.consumed());
        assertNull(parser.parse(bad, 0, 9));
        parser.reset();
        assertEquals(new Reply.Int(1), parser.parse(bad, 4, 8));
    }

    @Test
    void anErrorBeginsWithItsCode() {
        assertEquals("WRONGTYPE", new Reply.ErrorReply("WRONGTYPE Operation against").code());
        assertEquals("OOM", new Reply.ErrorReply("OOM").code());
    }

    private static void refused(ReplyLimits limits, String text) {
        byte[] bytes = Bytes.of(text);
        ReplyParser parser = new ReplyParser(limits);
        assertThrows(ProtocolException.class, () -> parser.parse(bytes, 0, bytes.length), text);
    }

    private static void parsed(Reply expected, String text) throws ProtocolException {
        byte[] bytes = Bytes.of("..." + text + "+");
        int to = 3 + text.length();
        ReplyParser parser = new ReplyParser();
        assertEquals(expected, parser.parse(bytes, 3, bytes.length), text);
        assertEquals(text.length(), parser.consumed());
        assertEquals(to, ReplyScanner.end(bytes, 3, bytes.length), text);
        for (int cut = 3; cut < to; cut++) {
            ReplyParser resumed = new ReplyParser();
            assertNull(resumed.parse(bytes, 3, cut), text);
            assertEquals(-1, ReplyScanner.end(bytes, 3, cut), text);
            assertEquals(expected, resumed.parse(Bytes.of(text), 0, text.length()), text);
        }
    }
}
