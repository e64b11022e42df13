package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A stream parses to the same requests, whatever the pieces it arrives in. */
class RequestSplitTest {
    private static final RequestLimits TIGHT = new RequestLimits(6, 60, 40);

    /** What one call to the parser brought: a request and its bytes, or the text of a refusal. */
    private record Outcome(List<String> arguments, int bytes, String refusal) {}

    @Test
    void anySplitOfAStreamParsesToTheSameRequests() {
        int excused = 0;
        for (long seed = 0; seed < 6000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] stream = stream(random);
            RequestLimits limits = random.nextInt(4) == 0 ? TIGHT : RequestLimits.redis();
            List<Outcome> whole = whole(stream, limits);
            List<Outcome> pieces = pieces(stream, limits, random);
            if (whole.equals(pieces)) {
                continue;
            }
            if (!endsAtALineWhoseEndCameTooLate(whole, pieces, stream, limits)) {
                assertEquals(whole, pieces, "seed " + seed);
            }
            excused++;
        }
        assertTrue(excused < 300, excused + " streams were parsed differently");
    }

    @Test
    void theStreamsTriedHoldRequestsAndRefusals() {
        int requests = 0;
        int refusals = 0;
        for (long seed = 0; seed < 500; seed++) {
            for (Outcome outcome : whole(stream(new SplittableRandom(seed)), TIGHT)) {
                requests += outcome.refusal.isEmpty() ? 1 : 0;
                refusals += outcome.refusal.isEmpty() ? 0 : 1;
            }
        }
        assertTrue(requests > 1000 && refusals > 100, requests + " and " + refusals);
    }

    /** The one difference that the pieces may make: as in Redis, such a line passes if it is whole. */
    private static boolean endsAtALineWhoseEndCameTooLate(
            List<Outcome> whole, List<Outcome> pieces, byte[] stream, RequestLimits limits) {
        int same = pieces.size() - 1;
        if (same < 0 || whole.size() < pieces.size()
                || !pieces.get(same).refusal.contains("too big")
                || !whole.subList(0, same).equals(pieces.subList(0, same))) {
            return false;
        }
        String text = Bytes.text(stream, 0, stream.length);
        String end = pieces.get(same).refusal.contains("inline") ? "\n" : "\r";
        return Arrays.stream(text.split(end, -1))
                .anyMatch(line -> line.length() > limits.inlineBytesMax());
    }

    private static List<Outcome> whole(byte[] stream, RequestLimits limits) {
        List<Outcome> outcomes = new ArrayList<>();
        RequestParser parser = new RequestParser(limits);
        Argv argv = new Argv();
        int at = 0;
        while (true) {
            Outcome outcome = outcome(parser, stream, at, stream.length, argv);
            if (outcome.bytes == 0) {
                return outcomes;
            }
            outcomes.add(outcome);
            if (!outcome.refusal.isEmpty()) {
                return outcomes;
            }
            at += outcome.bytes;
        }
    }

    /** Feeds the stream as a connection does, moving what is left to another array now and then. */
    private static List<Outcome> pieces(
            byte[] stream, RequestLimits limits, SplittableRandom random) {
        List<Outcome> outcomes = new ArrayList<>();
        RequestParser parser = new RequestParser(limits);
        Argv argv = new Argv();
        int pieceMax = 1 + random.nextInt(random.nextInt(3) == 0 ? 3 : 80);
        int consumed = 0;
        int arrived = 0;
        while (arrived < stream.length) {
            arrived = Math.min(stream.length, arrived + 1 + random.nextInt(pieceMax));
            while (true) {
                int from = consumed;
                byte[] bytes = stream;
                if (random.nextInt(3) == 0) {
                    from = random.nextInt(20);
                    bytes = Bytes.moved(stream, consumed, arrived, from, random);
                }
                if (random.nextInt(10) == 0) {
                    argv.clear(bytes);
                    argv.add(0, 0);
                }
                Outcome outcome = outcome(parser, bytes, from, from + arrived - consumed, argv);
                if (outcome.bytes == 0) {
                    int missing = parser.bytesWanted();
                    assertTrue(missing >= 1, "wanted " + missing);
                    break;
                }
                outcomes.add(outcome);
                if (!outcome.refusal.isEmpty()) {
                    return outcomes;
                }
                consumed += outcome.bytes;
            }
        }
        return outcomes;
    }

    private static Outcome outcome(
            RequestParser parser, byte[] bytes, int from, int to, Argv argv) {
        try {
            int parsed = parser.parse(bytes, from, to, argv);
            return new Outcome(parsed == 0 ? List.of() : Bytes.texts(argv), parsed, "");
        } catch (ProtocolException e) {
            return new Outcome(List.of(), -1, e.getMessage());
        }
    }

    private static byte[] stream(SplittableRandom random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int requests = random.nextInt(1, 12);
        for (int i = 0; i < requests; i++) {
            stream.writeBytes(request(random));
        }
        byte[] bytes = stream.toByteArray();
        if (random.nextInt(3) == 0) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                String interesting = "\r\n*$-0123456789\"'\\ x\0";
                bytes[random.nextInt(bytes.length)] =
                        (byte) interesting.charAt(random.nextInt(interesting.length()));
            }
        }
        return bytes;
    }

    private static byte[] request(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> Bytes.of("*" + -random.nextInt(100) + "\r\n");
            case 1 -> Bytes.of(random.nextBoolean() ? "\r\n" : "\n");
            case 2, 3, 4 -> inline(random);
            default -> multibulk(random);
        };
    }

    private static byte[] multibulk(SplittableRandom random) {
        RequestWriter writer = new RequestWriter(8);
        int count = random.nextInt(1, random.nextInt(10) == 0 ? 30 : 6);
        writer.begin(count);
        for (int i = 0; i < count; i++) {
            byte[] argument = new byte[random.nextInt(random.nextInt(20) == 0 ? 3000 : 30)];
            random.nextBytes(argument);
            writer.arg(argument);
        }
        byte[] bytes = new byte[writer.size()];
        System.arraycopy(writer.array(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static byte[] inline(SplittableRandom random) {
        String[] words =
                {"SET", "key", " ", "\t", "\"a b\"", "'c d'", "\"\\x41\\n\"", "'\\''", "\\",
                    "x\"y\"", "\u00e9", "\f", "\r"};
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            line.append(words[random.nextInt(words.length)]);
            line.append(random.nextInt(8) == 0 ? "" : " ");
        }
        return Bytes.of(line.append(random.nextBoolean() ? "\r\n" : "\n").toString());
    }
}
