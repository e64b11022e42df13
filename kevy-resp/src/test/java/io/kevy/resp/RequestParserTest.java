package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestParserTest {
    private static final String COUNT = "Protocol error: invalid multibulk length";
    private static final String LENGTH = "Protocol error: invalid bulk length";

    private final RequestParser parser = new RequestParser(RequestLimits.redis());
    private final Argv argv = new Argv();

    @Test
    void aMultibulkRequestBecomesSlicesOfTheBytes() throws ProtocolException {
        byte[] bytes = Bytes.of("..*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n..");
        assertEquals(22, parser.parse(bytes, 2, bytes.length, argv));
        assertSame(bytes, argv.bytes());
        assertEquals(List.of("GET", "key"), Bytes.texts(argv));
    }

    @Test
    void pipelinedRequestsAreParsedOneByOne() throws ProtocolException {
        byte[] bytes = Bytes.of("*1\r\n$4\r\nPING\r\nGET key\r\n*2\r\n$4\r\nECHO\r\n$0\r\n\r\n");
        int at = parser.parse(bytes, 0, bytes.length, argv);
        assertEquals(List.of("PING"), Bytes.texts(argv));
        at += parser.parse(bytes, at, bytes.length, argv);
        assertEquals(List.of("GET", "key"), Bytes.texts(argv));
        at += parser.parse(bytes, at, bytes.length, argv);
        assertEquals(List.of("ECHO", ""), Bytes.texts(argv));
        assertEquals(bytes.length, at);
        assertEquals(0, parser.parse(bytes, at, bytes.length, argv));
    }

    @Test
    void countsAndLengthsOfAnyNumberOfDigitsAreRead() throws ProtocolException {
        for (int size : new int[] {1, 9, 10, 99, 100, 101, 999, 1000, 12_345, 100_000}) {
            RequestWriter writer = new RequestWriter(16);
            writer.begin(size);
            for (int i = 1; i < size; i++) {
                writer.arg(i);
            }
            writer.arg(new byte[size]);
            assertEquals(writer.size(), parser.parse(writer.array(), 0, writer.size(), argv));
            assertEquals(size, argv.count());
            assertEquals(size, argv.length(size - 1));
            if (size > 1) {
                assertEquals(size - 1, argv.asLong(size - 2));
            }
        }
    }

    @Test
    void aRequestForNothingIsConsumed() throws ProtocolException {
        for (String text : List.of("*0\r\n", "*-1\r\n", "*-10\r\n", "*-9223372036854775808\r\n",
                "\r\n",
                "\n", "  \t\r\n", "\r\r\n")) {
            byte[] bytes = Bytes.of(text + "PING\r\n");
            argv.clear(bytes);
            argv.add(0, 1);
            assertEquals(text.length(), parser.parse(bytes, 0, bytes.length, argv), text);
            assertEquals(0, argv.count());
        }
    }

    @Test
    void whatStandsInPlaceOfALineFeedOrAfterAnArgumentMakesNoDifference() throws ProtocolException {
        byte[] bytes = Bytes.of("*1\rX$4\rYPINGab*12\r_");
        assertEquals(14, parser.parse(bytes, 0, bytes.length, argv));
        assertEquals(List.of("PING"), Bytes.texts(argv));
        assertEquals(0, parser.parse(bytes, 14, bytes.length, argv));
    }

    @Test
    void aCountThatIsNoneIsRefused() {
        for (String count : List.of("", "a", "1a", "+1", "01", "-0", " 1", "1 ", "2147483648",
                "9223372036854775808", "99999999999999999999999", "1\0")) {
            refused(COUNT, "*" + count + "\r\n");
        }
    }

    @Test
    void aRequestMayHaveAnyNumberOfArguments() throws ProtocolException {
        byte[] claim = Bytes.of("*2147483647\r\n$4\r\nPING\r\n");
        assertEquals(0, parser.parse(claim, 0, claim.length, argv));
        parser.reset();
        int count = 1_200_000;
        byte[] bytes = Bytes.of("*" + count + "\r\n" + "$1\r\na\r\n".repeat(count));
        assertEquals(bytes.length, parser.parse(bytes, 0, bytes.length, argv));
        assertEquals(count, argv.count());
        assertEquals("a", argv.text(count - 1));
    }

    @Test
    void aLengthThatIsNoneIsRefused() {
        for (String length : List.of("", "a", "4a", "+4", "04", "00", "-0", "-1", " 4", "4 ",
                "536870913",
                "999999999", "2147483648", "9223372036854775808", "4\0")) {
            refused(LENGTH, "*1\r\n$" + length + "\r\nPING\r\n");
        }
    }

    @Test
    void whatStandsInPlaceOfTheDollarIsShown() {
        refused("Protocol error: expected '$', got 'a'", "*1\r\nabc\r\n");
        refused("Protocol error: expected '$', got '*'", "*1\r\n*1\r\n");
        refused("Protocol error: expected '$', got ' '", "*1\r\n\r\n");
        refused("Protocol error: expected '$', got ' '", "*1\r\n\n\r\n");
        refused("Protocol error: expected '$', got '\u00ff'", "*1\r\n\u00ff\r\n");
        refused("Protocol error: expected '$', got '\1'", "*2\r\n$1\r\na\r\n\1\r\n");
    }

    @Test
    void aLineMayBeAsLongAsTheInlineLimitAndNoLonger() throws ProtocolException {
        RequestParser small = new RequestParser(new RequestLimits(10, 10, 32));
        tooLong(small, "Protocol error: too big inline request", "", "a");
        tooLong(small, "Protocol error: too big mbulk count string", "*", "1");
        tooLong(small, "Protocol error: too big bulk count string", "*1\r\n$", "1");
        tooLong(small, "Protocol error: too big bulk count string", "*1\r\nx", "1");
    }

    @Test
    void aLineOfAnyLengthIsTakenWhenItsEndIsThere() throws ProtocolException {
        byte[] line = Bytes.of("ECHO " + "a".repeat(70_000) + "\nPING\n");
        assertEquals(line.length - 5, parser.parse(line, 0, line.length, argv));
        assertEquals(70_000, argv.length(1));
        refused(COUNT, "*" + "1".repeat(70_000) + "\r\n");
        refused(LENGTH, "*1\r\n$" + "1".repeat(70_000) + "\r\n");
        assertThrows(ProtocolException.class, () -> parser.parse(line, 0, 66_000, argv));
    }

    private void tooLong(RequestParser small, String text, String start, String more)
            throws ProtocolException {
        int lineAt = start.indexOf('\n') + 1;
        String most = start + more.repeat(32 - (start.length() - lineAt));
        byte[] fits = Bytes.of(most);
        assertEquals(0, small.parse(fits, 0, fits.length, argv));
        small.reset();
        byte[] beyond = Bytes.of(most + more);
        assertEquals(text, assertThrows(ProtocolException.class,
                () -> small.parse(beyond, 0, beyond.length, argv)).getMessage());
    }

    @Test
    void limitsAreThoseGiven() throws ProtocolException {
        RequestParser small = new RequestParser(new RequestLimits(2, 5, 64));
        byte[] most = Bytes.of("*2\r\n$5\r\nhello\r\n$0\r\n\r\n");
        assertEquals(most.length, small.parse(most, 0, most.length, argv));
        refused(small, COUNT, "*3\r\n");
        refused(small, LENGTH, "*1\r\n$6\r\n");
        refused(small, "Protocol error: too big inline request", "a b c\r\n");
        refused(small, "Protocol error: too big inline request", "a 'b' c\r\n");
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(0, 1, 64));
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(1, 0, 64));
        assertThrows(IllegalArgumentException.class, () -> new RequestLimits(1, 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> new RequestLimits(1, Integer.MAX_VALUE, 64));
    }

    @Test
    void aClientThatHasYetToAuthenticateIsHeldShort() throws ProtocolException {
        parser.authenticated(false);
        refused("Protocol error: unauthenticated multibulk length", "*11\r\n");
        refused("Protocol error: unauthenticated bulk length", "*1\r\n$16385\r\n");
        refused(COUNT, "*2147483648\r\n");
        refused(LENGTH, "*1\r\n$536870913\r\n");
        byte[] most = Bytes.of("*1\r\n$16384\r\n" + "a".repeat(16384) + "\r\n");
        assertEquals(most.length, parser.parse(most, 0, most.length, argv));
        parser.authenticated(true);
        byte[] bytes = Bytes.of("*1\r\n$16385\r\n");
        assertEquals(0, parser.parse(bytes, 0, bytes.length, argv));
    }

    @Test
    void theMissingBytesOfAnArgumentAreHinted() throws ProtocolException {
        byte[] bytes = Bytes.of("*1\r\n$100\r\nabc");
        assertEquals(0, parser.parse(bytes, 0, 3, argv));
        assertEquals(1, parser.bytesWanted());
        assertEquals(0, parser.parse(bytes, 0, 10, argv));
        assertEquals(102, parser.bytesWanted());
        assertEquals(0, parser.parse(bytes, 0, 13, argv));
        assertEquals(99, parser.bytesWanted());
        byte[] whole = Bytes.of("*1\r\n$100\r\nabc" + "d".repeat(99));
        assertEquals(whole.length, parser.parse(whole, 0, whole.length, argv));
        assertEquals(0, parser.parse(whole, 0, 0, argv));
        assertEquals(1, parser.bytesWanted());
        assertEquals(0, parser.parse(bytes, 0, 13, argv));
        parser.reset();
        assertEquals(1, parser.bytesWanted());
    }

    @Test
    void theHintNeverTrustsAnAnnouncedLength() throws ProtocolException {
        byte[] header = Bytes.of("*1\r\n$500000000\r\n");
        assertEquals(0, parser.parse(header, 0, header.length, argv));
        assertEquals(16 << 10, parser.bytesWanted());
        byte[] more = new byte[100_000];
        System.arraycopy(header, 0, more, 0, header.length);
        assertEquals(0, parser.parse(more, 0, more.length, argv));
        assertEquals(100_000, parser.bytesWanted());
    }

    @Test
    void anotherArgvIsFilledFromTheStart() throws ProtocolException {
        byte[] bytes = Bytes.of("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
        assertEquals(0, parser.parse(bytes, 0, 21, argv));
        Argv other = new Argv();
        assertEquals(0, parser.parse(bytes, 0, 23, other));
        assertEquals(bytes.length, parser.parse(bytes, 0, bytes.length, argv));
        assertEquals(List.of("SET", "k", "v"), Bytes.texts(argv));
    }

    @Test
    void anArgvUsedByOthersMeanwhileIsFilledFromTheStart() throws ProtocolException {
        byte[] bytes = Bytes.of("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
        RequestParser another = new RequestParser(RequestLimits.redis());
        for (int cut = 1; cut < bytes.length; cut++) {
            assertEquals(0, parser.parse(bytes, 0, cut, argv));
            byte[] inline = Bytes.of("PING\r\n");
            assertEquals(6, another.parse(inline, 0, 6, argv));
            assertEquals(bytes.length, parser.parse(bytes, 0, bytes.length, argv));
            assertEquals(List.of("SET", "k", "v"), Bytes.texts(argv));
        }
    }

    @Test
    void aResetForgetsTheIncompleteRequest() throws ProtocolException {
        byte[] bytes = Bytes.of("*2\r\n$3\r\nGET\r\n$3\r\nPING\r\n");
        for (int cut = 1; cut < 17; cut++) {
            assertEquals(0, parser.parse(bytes, 0, cut, argv));
            parser.reset();
            assertEquals(6, parser.parse(bytes, 17, 23, argv));
            assertEquals(List.of("PING"), Bytes.texts(argv));
        }
    }

    @Test
    void theParserServesAnotherStreamAfterARefusal() throws ProtocolException {
        byte[] ping = Bytes.of("*1\r\n$4\r\nPING\r\n");
        for (String bad : List.of("*x\r\n", "*1\r\nx\r\n", "*1\r\n$1\r\na\r\n$x\r\n", "\"\r\n")) {
            byte[] bytes = Bytes.of(bad);
            int at = 0;
            try {
                for (int to = 1; at < bytes.length && to <= bytes.length; to++) {
                    at += parser.parse(bytes, at, to, argv);
                }
            } catch (ProtocolException e) {
                assertTrue(e.getMessage().startsWith("Protocol error: "), e.getMessage());
            }
            assertEquals(ping.length, parser.parse(ping, 0, ping.length, argv), bad);
        }
    }

    private void refused(String text, String request) {
        refused(parser, text, request);
    }

    private void refused(RequestParser parser, String text, String request) {
        byte[] bytes = Bytes.of(request);
        ProtocolException thrown = assertThrows(ProtocolException.class,
                () -> parser.parse(bytes, 0, bytes.length, argv), request);
        assertEquals(text, thrown.getMessage());
        assertEquals(0, thrown.getStackTrace().length);
    }
}
