package io.kevy.rt.replication;

import io.kevy.resp.ProtocolException;
import io.kevy.resp.Reply;
import io.kevy.resp.ReplyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks a primary on its client port where its shards listen for replicas.
 *
 * <p>A peer that does not say (another implementation) is taken to have as many shards as this
 * server, on the default ports.
 */
final class PrimaryProbe {
    /** What {@code INFO replication} calls the ports. */
    static final String PORTS_FIELD = "replication_ports:";

    /** Distance of the default replication port of shard 0 from the client port. */
    static final int DEFAULT_DISTANCE = 10_000;

    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final ReplyParser parser = new ReplyParser();
    private byte[] received = new byte[1024];
    private int size;

    /** What to send. */
    byte[] request() {
        return "*2\r\n$4\r\nINFO\r\n$11\r\nreplication\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Takes bytes of the answer.
     *
     * @return one port per shard; empty when the peer does not say; null while the answer is
     *     incomplete
     */
    int @Nullable [] feed(byte[] bytes, int length) throws ProtocolException, IOException {
        if (size + length > ANSWER_BYTES_MAX) {
            throw new IOException("the answer to INFO is too long");
        }
        if (received.length < size + length) {
            received = Arrays.copyOf(received, Math.max(size + length, 2 * received.length));
        }
        System.arraycopy(bytes, 0, received, size, length);
        size += length;
        var reply = parser.parse(received, 0, size);
        return switch (reply) {
            case null -> null;
            case Reply.Bulk bulk -> ports(new String(bulk.bytes(), StandardCharsets.UTF_8));
            case Reply.Verbatim text -> ports(new String(text.bytes(), StandardCharsets.UTF_8));
            case Reply.ErrorReply error ->
                throw new IOException("the primary refused INFO: " + error.text());
            default -> new int[0];
        };
    }

    private static int[] ports(String info) throws IOException {
        for (String line : info.split("\r\n", -1)) {
            if (line.startsWith(PORTS_FIELD)) {
                String[] words = line.substring(PORTS_FIELD.length()).split(",", -1);
                var ports = new int[words.length];
                for (int i = 0; i < words.length; i++) {
                    try {
                        ports[i] = Integer.parseInt(words[i]);
                    } catch (NumberFormatException e) {
                        throw new IOException("bad replication port " + words[i]);
                    }
                }
                return ports;
            }
        }
        return new int[0];
    }
}
