package io.kevy.replicate;

import io.kevy.resp.Argv;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests do to links and backlogs again and again. */
final class Drive {
    static final InetSocketAddress PEER =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private Drive() {}

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static long write(Backlog backlog, String... args) {
        int bytes = 0;
        for (String arg : args) {
            bytes += bytes(arg).length;
        }
        backlog.reserve(1, args.length, bytes);
        backlog.begin(args.length);
        for (String arg : args) {
            backlog.arg(bytes(arg));
        }
        return backlog.commit();
    }

    static List<String> strings(Argv argv) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < argv.count(); i++) {
            strings.add(argv.text(i));
        }
        return strings;
    }

    static String frame(long offset, String... args) {
        StringBuilder frame =
                new StringBuilder("*2\r\n:" + offset + "\r\n*" + args.length + "\r\n");
        for (String arg : args) {
            frame.append('$').append(arg.length()).append("\r\n").append(arg).append("\r\n");
        }
        return frame.toString();
    }

    static void receive(PrimaryLink link, String latin1) {
        byte[] bytes = bytes(latin1);
        link.receive(bytes, 0, bytes.length);
    }

    /** A link whose replica has asked for an offset; its acknowledgement has not been taken. */
    static PrimaryLink acknowledged(Backlog backlog, LinkLimits limits, long fromOffset) {
        PrimaryLink link = new PrimaryLink(backlog, limits, PEER);
        receive(link, text(Handshake.request(fromOffset, "r1")));
        return link;
    }

    /** A link whose replica has asked for an offset and taken the acknowledgement. */
    static PrimaryLink streaming(Backlog backlog, LinkLimits limits, long fromOffset) {
        PrimaryLink link = acknowledged(backlog, limits, fromOffset);
        take(link);
        return link;
    }

    /** A link that sends a snapshot. */
    static PrimaryLink shipping(Backlog backlog, LinkLimits limits, SnapshotSource source) {
        PrimaryLink link = streaming(backlog, limits, 0);
        link.pump();
        link.shipBegins(backlog.pin(backlog.nextOffset()), source);
        return link;
    }

    /** Takes all that waits for the socket. */
    static String take(PrimaryLink link) {
        return take(link, Integer.MAX_VALUE);
    }

    static String take(PrimaryLink link, int bytesMax) {
        int from = link.outputFrom();
        int to = Math.min(link.outputTo(),
                (int) Math.min(Integer.MAX_VALUE, (long) from + bytesMax));
        byte[] taken = Arrays.copyOfRange(link.output(), from, to);
        link.sent(taken.length);
        return text(taken);
    }

    /** Pumps and takes until a turn moves nothing. */
    static String run(PrimaryLink link) {
        StringBuilder taken = new StringBuilder();
        int moved;
        do {
            moved = link.pump();
            taken.append(take(link));
        } while (moved > 0);
        return taken.toString();
    }

    /** All bytes of a backlog from an offset on, copied in pieces. */
    static String copy(BacklogCursor cursor, int pieceBytes) {
        var all = new ByteArrayOutputStream();
        byte[] piece = new byte[pieceBytes];
        for (int n; (n = cursor.copy(piece, 0, pieceBytes)) > 0;) {
            all.write(piece, 0, n);
        }
        return text(all.toByteArray());
    }

    /** Limits small enough to be reached in a test. */
    static LinkLimits smallLimits() {
        return new LinkLimits(4096, 1024, 256, 64, 64);
    }
}
