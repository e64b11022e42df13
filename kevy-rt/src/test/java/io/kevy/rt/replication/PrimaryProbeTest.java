package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kevy.resp.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrimaryProbeTest {
    private final PrimaryProbe probe = new PrimaryProbe();

    private static String bulk(String info) {
        return "$" + info.length() + "\r\n" + info + "\r\n";
    }

    private PrimaryProbe.@Nullable Answer feed(String answer)
            throws IOException, ProtocolException {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        return probe.feed(bytes, bytes.length);
    }

    @Test
    void thePortsStandInTheAnswer() throws Exception {
        var lines =
                List.of(
                        "# Replication",
                        "role:master",
                        "replication_ports:17000,17001",
                        "replication_bases:0,9223372036854775807",
                        "replication_path:aa,bb,cc",
                        "");
        var answer = feed(bulk(String.join("\r\n", lines)));
        assertEquals(
                new PrimaryProbe.Answer(
                        List.of(17000, 17001),
                        List.of(0L, Long.MAX_VALUE),
                        new Lineage(List.of("aa", "bb", "cc"))),
                answer);
    }

    @Test
    void anAnswerInPiecesIsWaitedFor() throws Exception {
        String answer = bulk("role:master\r\nreplication_ports:17000\r\n" + "x".repeat(5000));
        for (int i = 0; i < answer.length() - 1; i++) {
            assertNull(feed(answer.substring(i, i + 1)));
        }
        var whole = feed("\n");
        assertNotNull(whole);
        assertEquals(List.of(17000), whole.ports());
    }

    @Test
    void aPeerThatDoesNotSayHasNoPorts() throws Exception {
        assertEquals(PrimaryProbe.Answer.SILENT, feed(bulk("role:master\r\n")));
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
        for (String line : List.of("replication_bases:1,x", "replication_path:aa,,bb",
                "replication_path:AA BB", "replication_path:" + "a".repeat(65))) {
            assertThrows(
                    IOException.class,
                    () -> {
                        byte[] bytes = bulk(line + "\r\n").getBytes(StandardCharsets.US_ASCII);
                        new PrimaryProbe().feed(bytes, bytes.length);
                    },
                    line);
        }
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
