package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {

    @Test
    void whatBothProtocolsHaveIsWrittenAlike() {
        both("+OK\r\n", w -> w.simple("OK"));
        both("+PONG\r\n", w -> w.simple(Bytes.of("PONG")));
        both("-ERR syntax error\r\n", w -> w.error("ERR syntax error"));
        both(":0\r\n", w -> w.integer(0));
        both(":-9223372036854775808\r\n", w -> w.integer(Long.MIN_VALUE));
        both("$5\r\nhello\r\n", w -> w.bulk(Bytes.of("hello")));
        both("$0\r\n\r\n", w -> w.bulk(Bytes.of("")));
        both("$3\r\nell\r\n", w -> w.bulk(Bytes.of("hello"), 1, 3));
        both("$5\r\nhello\r\n", w -> w.bulk("hello"));
        both("$3\r\nh\u00c3\u00a9\r\n", w -> w.bulk("h\u00e9"));
        both("$2\r\n42\r\n", w -> w.bulkLong(42));
        both("$20\r\n-9223372036854775808\r\n", w -> w.bulkLong(Long.MIN_VALUE));
        both("*0\r\n", w -> w.array(0));
        both("*12\r\n", w -> w.array(12));
        both("+x\r\n", w -> w.raw(Bytes.of("..+x\r\n"), 2, 4));
    }

    @Test
    void whatOnlyTheNewerProtocolHasIsWrittenAsTheOlderCan() {
        each("$-1\r\n", "_\r\n", ReplyWriter::nullBulk);
        each("*-1\r\n", "_\r\n", ReplyWriter::nullArray);
        each("*4\r\n", "%2\r\n", w -> w.map(2));
        each("*4294967294\r\n", "%2147483647\r\n", w -> w.map(Integer.MAX_VALUE));
        each("*2\r\n", "~2\r\n", w -> w.set(2));
        each("*3\r\n", ">3\r\n", w -> w.push(3));
        each(":1\r\n", "#t\r\n", w -> w.bool(true));
        each(":0\r\n", "#f\r\n", w -> w.bool(false));
        each("$3\r\n1.5\r\n", ",1.5\r\n", w -> w.doubleValue(1.5));
        each("$18\r\n3.1400000000000001\r\n", ",3.1400000000000001\r\n", w -> w.doubleValue(3.14));
        each("$3\r\ninf\r\n", ",inf\r\n", w -> w.doubleValue(Double.POSITIVE_INFINITY));
        each("$4\r\n-inf\r\n", ",-inf\r\n", w -> w.doubleValue(Double.NEGATIVE_INFINITY));
        each("$3\r\nnan\r\n", ",nan\r\n", w -> w.doubleValue(Double.NaN));
        each("$3\r\n-12\r\n", "(-12\r\n", w -> w.bigNumber("-12"));
        each("$4\r\nText\r\n", "=8\r\ntxt:Text\r\n", w -> w.verbatim("txt", Bytes.of("Text")));
    }

    @Test
    void attributesAreForTheNewerProtocolAlone() {
        assertEquals("|2\r\n", written(3, w -> w.attribute(2)));
        assertThrows(IllegalStateException.class, () -> written(2, w -> w.attribute(2)));
    }

    @Test
    void aLineCannotPassForTwoReplies() {
        both("-ERR a  b c\r\n", w -> w.error("ERR a\r\nb\nc\r\n\n"));
        both("-\r\n", w -> w.error("\r\n"));
        both("+a  b\r\n", w -> w.simple("a\r\nb"));
    }

    @Test
    void lineTextsHaveOneBytePerCharacter() {
        both("-ERR '\u00ff\u00e9\0'\r\n", w -> w.error("ERR '\u00ff\u00e9\0'"));
        both("-ERR ?\r\n", w -> w.error("ERR \u20ac"));
    }

    @Test
    void aReservedBulkIsFilledInPlace() {
        both("$5\r\nhello\r\n:1\r\n", w -> {
            int at = w.bulkReserve(5);
            System.arraycopy(Bytes.of("hello"), 0, w.array(), at, 5);
            w.integer(1);
        });
    }

    @Test
    void repliesCanBeTakenBack() {
        both("+a\r\n+d\r\n", w -> {
            w.simple("a");
            int size = w.size();
            w.simple("b");
            w.simple("c");
            w.truncate(size);
            assertThrows(IllegalArgumentException.class, () -> w.truncate(size + 1));
            assertThrows(IllegalArgumentException.class, () -> w.truncate(-1));
            w.simple("d");
        });
        both("", w -> {
            w.simple("a");
            w.clear();
        });
    }

    @Test
    void capacityIsGivenBackButNothingWritten() {
        ReplyWriter writer = new ReplyWriter(8);
        writer.bulk(new byte[10_000]);
        int size = writer.size();
        writer.shrink(100);
        assertEquals(size, writer.array().length);
        writer.clear();
        writer.shrink(100);
        assertEquals(100, writer.array().length);
        writer.shrink(200);
        assertEquals(100, writer.array().length);
        writer.shrink(0);
        writer.simple("OK");
        assertEquals("+OK\r\n", Bytes.text(writer.array(), 0, writer.size()));
    }

    @Test
    void wrongUseIsRefused() {
        ReplyWriter writer = new ReplyWriter(0);
        assertThrows(IllegalArgumentException.class, () -> writer.protocol(1));
        assertThrows(IllegalArgumentException.class, () -> writer.protocol(4));
        assertThrows(IllegalArgumentException.class, () -> writer.verbatim("text", new byte[0]));
        assertEquals(2, writer.protocol());
    }

    @Test
    void requestsAreArraysOfBulkStrings() {
        RequestWriter writer = new RequestWriter(0);
        writer.begin(5);
        writer.arg("SET");
        writer.arg(Bytes.of("key"));
        writer.arg(Bytes.of("a value"), 2, 5);
        writer.arg("\u20ac".getBytes(StandardCharsets.UTF_8));
        writer.arg(1500);
        int size = writer.size();
        writer.command("GET", "\u20ac");
        String euro = "$3\r\n\u00e2\u0082\u00ac\r\n";
        assertEquals("*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n" + euro + "$4\r\n1500\r\n",
                Bytes.text(writer.array(), 0, size));
        assertEquals("*2\r\n$3\r\nGET\r\n" + euro,
                Bytes.text(writer.array(), size, writer.size()));
        writer.clear();
        assertEquals(0, writer.size());
    }

    private static void both(String expected, Consumer<ReplyWriter> reply) {
        each(expected, expected, reply);
    }

    private static void each(String resp2, String resp3, Consumer<ReplyWriter> reply) {
        assertEquals(resp2, written(2, reply));
        assertEquals(resp3, written(3, reply));
    }

    private static String written(int protocol, Consumer<ReplyWriter> reply) {
        ReplyWriter writer = new ReplyWriter(0);
        writer.protocol(protocol);
        reply.accept(writer);
        return Bytes.text(writer.array(), 0, writer.size());
    }
}
