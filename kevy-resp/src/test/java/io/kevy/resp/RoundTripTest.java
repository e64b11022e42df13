package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is written is what is read, whatever the pieces it arrives in. */
class RoundTripTest {

    @Test
    void requestsAreReadBackAsWritten() throws ProtocolException {
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RequestWriter writer = new RequestWriter(random.nextInt(64));
            List<List<String>> requests = new ArrayList<>();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                requests.add(write(writer, random));
            }
            RequestParser parser = new RequestParser(RequestLimits.redis());
            Argv argv = new Argv();
            RequestWriter copier = new RequestWriter(16);
            int at = 0;
            for (List<String> request : requests) {
                int parsed = parser.parse(writer.array(), at, writer.size(), argv);
                assertTrue(parsed > 0, "seed " + seed);
                assertEquals(request, Bytes.texts(argv), "seed " + seed);
                copier.argv(random.nextBoolean() ? argv : argv.detachedCopy());
                at += parsed;
            }
            assertEquals(writer.size(), at, "seed " + seed);
            assertEquals(Bytes.text(writer.array(), 0, writer.size()),
                    Bytes.text(copier.array(), 0, copier.size()), "seed " + seed);
        }
    }

    private static List<String> write(RequestWriter writer, SplittableRandom random) {
        List<String> request = new ArrayList<>();
        int count = random.nextInt(1, 12);
        writer.begin(count);
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 20)];
            random.nextBytes(bytes);
            long number = random.nextLong() >> random.nextInt(64);
            int from = random.nextInt(bytes.length + 1);
            switch (random.nextInt(4)) {
                case 0 -> {
                    writer.arg(number);
                    request.add(Long.toString(number));
                }
                case 1 -> {
                    writer.arg("word" + number);
                    request.add("word" + number);
                }
                case 2 -> {
                    writer.arg(bytes);
                    request.add(Bytes.text(bytes, 0, bytes.length));
                }
                default -> {
                    writer.arg(bytes, from, bytes.length - from);
                    request.add(Bytes.text(bytes, from, bytes.length));
                }
            }
        }
        return request;
    }

    @Test
    void repliesAreReadBackAsWrittenUnderBothProtocols() throws ProtocolException {
        for (long seed = 0; seed < 3000; seed++) {
            for (int protocol = 2; protocol <= 3; protocol++) {
                SplittableRandom random = new SplittableRandom(seed);
                ReplyWriter writer = new ReplyWriter(random.nextInt(64));
                writer.protocol(protocol);
                List<Reply> replies = new ArrayList<>();
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    replies.add(write(writer, random, 4));
                }
                String context = "seed " + seed + " RESP" + protocol;
                assertEquals(replies, whole(writer), context);
                assertEquals(replies, pieces(writer, random), context);
            }
        }
    }

    private static List<Reply> whole(ReplyWriter writer) throws ProtocolException {
        List<Reply> replies = new ArrayList<>();
        ReplyParser parser = new ReplyParser();
        int at = 0;
        while (at < writer.size()) {
            Reply reply = parser.parse(writer.array(), at, writer.size());
            assertNotNull(reply);
            replies.add(reply);
            assertEquals(at + parser.consumed(),
                    ReplyScanner.end(writer.array(), at, writer.size()));
            at += parser.consumed();
        }
        return replies;
    }

    private static List<Reply> pieces(ReplyWriter writer, SplittableRandom random)
            throws ProtocolException {
        List<Reply> replies = new ArrayList<>();
        ReplyParser parser = new ReplyParser();
        int pieceMax = 1 + random.nextInt(60);
        int consumed = 0;
        int arrived = 0;
        while (arrived < writer.size()) {
            arrived = Math.min(writer.size(), arrived + 1 + random.nextInt(pieceMax));
            while (consumed < arrived) {
                int from = random.nextInt(20);
                byte[] bytes = Bytes.moved(writer.array(), consumed, arrived, from, random);
                int to = from + arrived - consumed;
                int end = ReplyScanner.end(bytes, from, to);
                Reply reply = parser.parse(bytes, from, to);
                if (reply == null) {
                    assertEquals(-1, end);
                    break;
                }
                assertEquals(from + parser.consumed(), end);
                replies.add(reply);
                consumed += parser.consumed();
            }
        }
        return replies;
    }

    /** Writes a random reply and returns what it must be read back as. */
    private static Reply write(ReplyWriter writer, SplittableRandom random, int depth) {
        boolean newer = writer.protocol() == 3;
        if (newer && random.nextInt(20) == 0) {
            writer.attribute(1);
            writer.simple("ttl");
            writer.integer(3600);
        }
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 2000 : 20)];
        random.nextBytes(bytes);
        long number = random.nextLong() >> random.nextInt(64);
        String word = "word" + number;
        return switch (random.nextInt(depth > 0 ? 17 : 13)) {
            case 0 -> {
                writer.simple(word);
                yield new Reply.Simple(word);
            }
            case 1 -> {
                writer.simple(Bytes.of(word));
                yield new Reply.Simple(word);
            }
            case 2 -> {
                writer.error("ERR " + word);
                yield new Reply.ErrorReply("ERR " + word);
            }
            case 3 -> {
                writer.integer(number);
                yield new Reply.Int(number);
            }
            case 4 -> {
                writer.bulk(bytes);
                yield new Reply.Bulk(bytes);
            }
            case 5 -> {
                writer.bulkLong(number);
                yield Reply.Bulk.of(Long.toString(number));
            }
            case 6 -> {
                int at = writer.bulkReserve(bytes.length);
                System.arraycopy(bytes, 0, writer.array(), at, bytes.length);
                yield new Reply.Bulk(bytes);
            }
            case 7 -> {
                writer.nullBulk();
                yield new Reply.Null();
            }
            case 8 -> {
                writer.nullArray();
                yield new Reply.Null();
            }
            case 9 -> {
                double real = Double.longBitsToDouble(random.nextLong());
                writer.doubleValue(real);
                yield newer
                        ? new Reply.Real(real)
                        : Reply.Bulk.of(SignificantDigits.format(real));
            }
            case 10 -> {
                writer.bool(number > 0);
                yield newer ? new Reply.Bool(number > 0) : new Reply.Int(number > 0 ? 1 : 0);
            }
            case 11 -> {
                String digits = number + "123456789012345678901234567890";
                writer.bigNumber(digits);
                yield newer ? new Reply.BigNumber(digits) : Reply.Bulk.of(digits);
            }
            case 12 -> {
                writer.verbatim("mkd", bytes);
                yield newer ? new Reply.Verbatim("mkd", bytes) : new Reply.Bulk(bytes);
            }
            default -> aggregate(writer, random, depth - 1);
        };
    }

    private static Reply aggregate(ReplyWriter writer, SplittableRandom random, int depth) {
        boolean newer = writer.protocol() == 3;
        int count = random.nextInt(5);
        int kind = random.nextInt(4);
        switch (kind) {
            case 0 -> writer.array(count);
            case 1 -> writer.set(count);
            case 2 -> writer.push(count);
            default -> writer.map(count);
        }
        List<Reply> items = new ArrayList<>();
        for (int i = kind == 3 ? 2 * count : count; i > 0; i--) {
            items.add(write(writer, random, depth));
        }
        if (!newer || kind == 0) {
            return new Reply.Array(items);
        }
        if (kind == 1) {
            return new Reply.SetReply(items);
        }
        if (kind == 2) {
            return new Reply.Push(items);
        }
        List<Map.Entry<Reply, Reply>> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            pairs.add(Map.entry(items.get(i), items.get(i + 1)));
        }
        return new Reply.MapReply(pairs);
    }
}
