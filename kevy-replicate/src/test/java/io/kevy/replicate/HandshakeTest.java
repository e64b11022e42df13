package io.kevy.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static Handshake.Result parse(String latin1) {
        byte[] bytes = Drive.bytes("??" + latin1 + "??");
        return Handshake.parse(bytes, 2, bytes.length - 2, 4096);
    }

    private static String request(String... args) {
        String frame = Drive.frame(0, args);
        return frame.substring(frame.indexOf('*', 1));
    }

    private static void assertRejected(HandshakeRejection cause, String latin1) {
        assertEquals(new Handshake.Rejected(cause), parse(latin1));
    }

    @Test
    void aHandshakeGivesOffsetAndId() {
        String request = request("REPLICATE", "FROM", "42", "ID", "r1");
        assertEquals(new Handshake.Accepted(42, "r1", request.length()), parse(request));
        assertEquals(
                new Handshake.Accepted(42, "r1", request.length()),
                parse(request + "*1\r\n$4\r\n"));
    }

    @Test
    void keywordsMayBeInAnyCase() {
        String request = request("replicate", "From", "0", "iD", "r1");
        assertEquals(new Handshake.Accepted(0, "r1", request.length()), parse(request));
    }

    @Test
    void theLargestOffsetIsTwoToThe63MinusOne() {
        String request = request("REPLICATE", "FROM", "9223372036854775807", "ID", "r");
        assertEquals(new Handshake.Accepted(Long.MAX_VALUE, "r", request.length()), parse(request));
    }

    @Test
    void anIdMayBeAnyUtf8() {
        byte[] bytes = Handshake.request(7, "Zürich-東京");
        assertEquals(
                new Handshake.Accepted(7, "Zürich-東京", bytes.length),
                Handshake.parse(bytes, 0, bytes.length, 4096));
    }

    @Test
    void everyProperPrefixIsIncomplete() {
        String request = request("REPLICATE", "FROM", "42", "ID", "replica-with-a-name");
        for (int length = 0; length < request.length(); length++) {
            assertInstanceOf(
                    Handshake.Incomplete.class, parse(request.substring(0, length)), request);
        }
    }

    @Test
    void aWrongVerbIsABadCommand() {
        assertRejected(
                new HandshakeRejection.BadCommand("SYNC"), request("SYNC", "FROM", "0", "ID", "r"));
    }

    @Test
    void aWrongArityIsFoundBeforeAnythingElse() {
        assertRejected(new HandshakeRejection.WrongArity(1), request("PING"));
        assertRejected(new HandshakeRejection.WrongArity(3), request("PSYNC", "?", "-1"));
        assertRejected(
                new HandshakeRejection.WrongArity(6),
                request("REPLICATE", "FROM", "x", "ID", "", "more"));
    }

    @Test
    void inlineGarbageHasArityOne() {
        assertRejected(new HandshakeRejection.WrongArity(1), "!garbage\r\n");
    }

    @Test
    void anEmptyLineHasArityZero() {
        assertRejected(new HandshakeRejection.WrongArity(0), "\r\n");
    }

    @Test
    void malformedRespIsABadCommand() {
        for (String malformed : new String[] {"*x\r\n", "*5\r\n+REPLICATE\r\n", "*5\r\n$x\r\n"}) {
            var rejected = assertInstanceOf(Handshake.Rejected.class, parse(malformed), malformed);
            assertInstanceOf(HandshakeRejection.BadCommand.class, rejected.cause(), malformed);
        }
    }

    @Test
    void anArgumentThatDoesNotEndWithCrLfIsABadCommand() {
        String request = request("REPLICATE", "FROM", "0", "ID", "r");
        var rejected =
                assertInstanceOf(
                        Handshake.Rejected.class,
                        parse(request.substring(0, request.length() - 2) + "xx"));
        assertInstanceOf(HandshakeRejection.BadCommand.class, rejected.cause());
    }

    @Test
    void aClaimBeyondTheLimitIsABadCommand() {
        var rejected = assertInstanceOf(Handshake.Rejected.class, parse("*5\r\n$5000\r\n"));
        assertInstanceOf(HandshakeRejection.BadCommand.class, rejected.cause());
    }

    @Test
    void aBadOffsetIsToldApart() {
        for (String offset : new String[] {"", "-1", "+1", " 1", "1x", "x", "9223372036854775808",
            "0x10"}) {
            assertRejected(
                    new HandshakeRejection.BadOffset(),
                    request("REPLICATE", "FROM", offset, "ID", "r"));
        }
    }

    @Test
    void badKeywordsAreToldApart() {
        assertRejected(
                new HandshakeRejection.BadFromKeyword(),
                request("REPLICATE", "TO", "x", "NAME", ""));
        assertRejected(
                new HandshakeRejection.BadIdKeyword(),
                request("REPLICATE", "FROM", "0", "NAME", ""));
    }

    @Test
    void aBadIdIsToldApart() {
        assertRejected(
                new HandshakeRejection.BadReplicaId(), request("REPLICATE", "FROM", "0", "ID", ""));
        assertRejected(
                new HandshakeRejection.BadReplicaId(),
                request("REPLICATE", "FROM", "0", "ID", "\u00ff\u00fe"));
    }

    @Test
    void everyCauseHasItsOwnText() {
        var causes =
                new HandshakeRejection[] {
                    new HandshakeRejection.WrongArity(1),
                    new HandshakeRejection.BadCommand("SYNC"),
                    new HandshakeRejection.BadFromKeyword(),
                    new HandshakeRejection.BadOffset(),
                    new HandshakeRejection.BadIdKeyword(),
                    new HandshakeRejection.BadReplicaId()
                };
        long texts =
                java.util.Arrays.stream(causes).map(HandshakeRejection::text).distinct().count();
        assertEquals(causes.length, texts);
    }

    @Test
    void aVerbThatIsShownCannotMoveTheCursor() {
        var rejected =
                assertInstanceOf(
                        Handshake.Rejected.class,
                        parse(request("\u001b[2J\r\nX", "FROM", "0", "ID", "r")));
        assertEquals("not a REPLICATE command: ?[2J??X", rejected.cause().text());
    }

    @Test
    void aRequestNeedsAnIdAndAnOffset() {
        assertThrows(IllegalArgumentException.class, () -> Handshake.request(0, ""));
        assertThrows(IllegalArgumentException.class, () -> Handshake.request(-1, "r"));
    }
}
