package io.kevy.rt.replication;

import io.kevy.resp.ProtocolException;
import io.kevy.resp.Reply;
import io.kevy.resp.ReplyParser;
import io.kevy.resp.ReplyScanner;
import io.kevy.resp.RequestWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A blocking client that sends requests and reads replies, one by one or many at once. */
public final class RespClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final RequestWriter requests = new RequestWriter(1 << 16);
    private final ReplyParser parser = new ReplyParser();
    private byte[] received = new byte[1 << 16];
    private int from;
    private int to;

    private RespClient(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        socket.connect(address, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    public static RespClient connect(int port) throws IOException {
        return new RespClient(port);
    }

    /** Sends one request and waits for its reply. */
    public Reply call(String... request) {
        try {
            requests.command(request);
            flush();
            return read();
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", request) + ": " + e, e);
        }
    }

    /** The reply as a text: a bulk or status as it is, an integer in decimal, an error with '-'. */
    public String text(String... request) {
        return text(call(request));
    }

    /** Like {@link #text(String...)}, for a reply that is there. */
    public static String text(Reply reply) {
        return switch (reply) {
            case Reply.Bulk bulk -> new String(bulk.bytes(), StandardCharsets.UTF_8);
            case Reply.Simple simple -> simple.text();
            case Reply.ErrorReply error -> "-" + error.text();
            case Reply.Int number -> Long.toString(number.value());
            case Reply.Null _ -> "(nil)";
            default -> reply.toString();
        };
    }

    /** Puts together requests for {@link #flush}. */
    RequestWriter requests() {
        return requests;
    }

    void flush() throws IOException {
        socket.getOutputStream().write(requests.array(), 0, requests.size());
        requests.clear();
    }

    Reply read() throws IOException {
        try {
            while (true) {
                var reply = parser.parse(received, from, to);
                if (reply != null) {
                    from += parser.consumed();
                    return reply;
                }
                fill();
            }
        } catch (ProtocolException e) {
            throw new IOException("bad reply: " + e.getMessage(), e);
        }
    }

    /** Reads and skips {@code count} replies; the first error among them is an exception. */
    void skip(int count) throws IOException {
        skip(count, "none");
    }

    /** Like {@link #skip(int)}, but one error may come. */
    void skip(int count, String allowedError) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                int end;
                while ((end = ReplyScanner.end(received, from, to)) < 0) {
                    fill();
                }
                if (received[from] == '-') {
                    var error = new String(received, from, end - from, StandardCharsets.UTF_8);
                    if (!error.strip().equals("-" + allowedError)) {
                        throw new IOException(error.strip());
                    }
                }
                from = end;
            }
        } catch (ProtocolException e) {
            throw new IOException("bad reply: " + e.getMessage(), e);
        }
    }

    private void fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == received.length) {
            System.arraycopy(received, from, received, 0, to - from);
            to -= from;
            from = 0;
            if (to > received.length / 2) {
                received = Arrays.copyOf(received, received.length * 2);
            }
        }
        int got = socket.getInputStream().read(received, to, received.length - to);
        if (got < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += got;
    }

    /** The value of one line of {@code INFO}, or the empty text. */
    public String info(String section, String field) {
        for (String line : text("INFO", section).split("\r\n", -1)) {
            if (line.startsWith(field + ":")) {
                return line.substring(field.length() + 1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
