package io.kevy.rt.interop;

import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks into replies that are otherwise compared as bytes. */
final class RawReply {
    private RawReply() {}

    static boolean is(byte[] reply, String latin1) {
        return Arrays.equals(reply, Request.latin1(latin1));
    }

    /** The type byte. */
    static char type(byte[] reply) {
        return (char) reply[0];
    }

    static boolean isNull(byte[] reply) {
        return is(reply, "$-1\r\n") || is(reply, "*-1\r\n") || is(reply, "_\r\n");
    }

    static boolean isAggregate(byte[] reply) {
        return "*~%>".indexOf(type(reply)) >= 0 && !isNull(reply);
    }

    /** The line after the type byte: a status, an error, a number, a length. */
    static String line(byte[] reply) {
        int end = 1;
        while (reply[end] != '\r') {
            end++;
        }
        return new String(reply, 1, end - 1, StandardCharsets.ISO_8859_1);
    }

    static long integer(byte[] reply) {
        return Long.parseLong(line(reply));
    }

    /** The content of a bulk string, or the line of anything else. */
    static String text(byte[] reply) {
        if (type(reply) != '$' || isNull(reply)) {
            return line(reply);
        }
        int start = line(reply).length() + 3;
        return new String(reply, start, reply.length - start - 2, StandardCharsets.ISO_8859_1);
    }

    /** The elements of an aggregate, of a map its keys and values in turn. */
    static List<byte[]> items(byte[] reply) {
        var items = new ArrayList<byte[]>();
        if (!isAggregate(reply)) {
            return items;
        }
        int at = line(reply).length() + 3;
        try {
            while (at < reply.length) {
                int end = ReplyScanner.end(reply, at, reply.length);
                items.add(Arrays.copyOfRange(reply, at, end));
                at = end;
            }
        } catch (ProtocolException e) {
            throw new AssertionError(Request.shown(new String(reply, StandardCharsets.ISO_8859_1)),
                    e);
        }
        return items;
    }
}
