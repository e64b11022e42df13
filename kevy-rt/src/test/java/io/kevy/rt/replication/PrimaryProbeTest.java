package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.resp.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrimaryProbeTest {
    private final PrimaryProbe probe = new PrimaryProbe();

    private static String bulk(String info) {
        return "$" + info.length() + "\r\n" + info + "\r\n";
    }

    private int[] feed(String answer) throws IOException, ProtocolException {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        return probe.feed(bytes, bytes.length);
    }

    @Test
    void thePortsStandInTheAnswer() throws Exception {
        assertArrayEquals(
                new int[] {17000, 17001},
                feed(bulk("# Replication\r\nrole:master\r\nreplication_ports:17000,17001\r\n")));
    }

    @Test
    void anAnswerInPiecesIsWaitedFor() throws Exception {
        String answer = bulk("role:master\r\nreplication_ports:17000\r\n" + "x".repeat(5000));
        for (int i = 0; i < answer.length() - 1; i++) {
            assertNull(feed(answer.substring(i, i + 1)));
        }
        assertArrayEquals(new int[] {17000}, feed("\n"));
    }

    @Test
    void aPeerThatDoesNotSayHasNoPorts() throws Exception {
        assertArrayEquals(new int[0], feed(bulk("role:master\r\n")));
    }

    @Test
    void anErrorIsPassedOn() {
        var e = assertThrows(IOException.class, () -> feed("-NOAUTH Authentication required.\r\n"));
        assertEquals(
                "the primary refused INFO: NOAUTH Authentication required.", e.getMessage());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(
                IOException.class, () -> feed(bulk("replication_ports:17000,elsewhere\r\n")));
        assertThrows(ProtocolException.class, () -> new PrimaryProbe().feed(new byte[] {7, 7, 13,
            10}, 4));
    }

    @Test
    void anEndlessAnswerIsRefused() {
        assertThrows(
                IOException.class,
                () -> {
                    feed("$1000000\r\n");
                    for (int i = 0; i < 100; i++) {
                        feed("x".repeat(1000));
                    }
                });
    }
}
