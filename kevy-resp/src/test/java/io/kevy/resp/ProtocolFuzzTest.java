package io.kevy.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

/**
 * No input brings out anything but a request, a reply, a wait for more, or a {@link
 * ProtocolException}. The first byte of the input says where it is cut in two, which must make no
 * difference.
 *
 * <p>Ordinarily runs the seeds in the resources; with {@code JAZZER_FUZZ=1} in the environment it
 * searches, one method at a time.
 */
class ProtocolFuzzTest {
    private static final RequestLimits TIGHT = new RequestLimits(8, 64, 48);

    @FuzzTest(maxDuration = "60s")
    void requests(byte[] input) {
        requests(input, RequestLimits.redis());
        requests(input, TIGHT);
    }

    @FuzzTest(maxDuration = "60s")
    void replies(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int cut = Math.min(input.length, 1 + (input[0] & 0xFF));
        ReplyParser parser = new ReplyParser();
        ReplyParser resumed = new ReplyParser();
        int at = 1;
        while (at < input.length) {
            String outcome = reply(parser, input, at, input.length);
            String first = reply(resumed, input, at, Math.max(at, cut));
            String second = first.equals("null") ? reply(resumed, input, at, input.length) : first;
            assertEquals(outcome, second);
            int end = end(input, at);
            if (outcome.equals("null") || outcome.startsWith("refused")) {
                return;
            }
            assertEquals(at + parser.consumed(), end);
            at = end;
        }
    }

    private static void requests(byte[] input, RequestLimits limits) {
        if (input.length == 0) {
            return;
        }
        int cut = Math.min(input.length, 1 + (input[0] & 0xFF));
        RequestParser parser = new RequestParser(limits);
        RequestParser resumed = new RequestParser(limits);
        Argv argv = new Argv();
        Argv resumedArgv = new Argv();
        int at = 1;
        while (at < input.length) {
            String outcome = request(parser, input, at, input.length, argv);
            String first = request(resumed, input, at, Math.max(at, cut), resumedArgv);
            String second = first.equals("null")
                    ? request(resumed, input, at, input.length, resumedArgv)
                    : first;
            if (second.contains("too big") && !outcome.equals(second)) {
                return; // a line whose end came too late passes if it is whole
            }
            assertEquals(outcome, second);
            if (outcome.equals("null") || outcome.startsWith("refused")) {
                return;
            }
            at += Integer.parseInt(outcome, 0, outcome.indexOf(' '), 10);
            assertTrue(at <= input.length);
        }
    }

    private static String request(
            RequestParser parser, byte[] input, int from, int to, Argv argv) {
        try {
            int parsed = parser.parse(input, from, to, argv);
            return parsed == 0 ? "null" : parsed + " " + argv;
        } catch (ProtocolException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static String reply(ReplyParser parser, byte[] input, int from, int to) {
        try {
            @Nullable Reply reply = parser.parse(input, from, to);
            return reply == null ? "null" : parser.consumed() + " " + reply;
        } catch (ProtocolException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static int end(byte[] input, int from) {
        try {
            return ReplyScanner.end(input, from, input.length);
        } catch (ProtocolException e) {
            return -2;
        }
    }
}
