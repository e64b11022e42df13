package io.kevy.rt.replication;

import io.kevy.resp.ProtocolException;
import io.kevy.resp.Reply;
import io.kevy.resp.ReplyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a primary on its client port who it is and where its shards listen for replicas.
 *
 * <p>A peer that does not say (another implementation) is taken to have as many shards as this
 * server, on the default ports.
 */
final class PrimaryProbe {
    /** What {@code INFO replication} calls the ports. */
    static final String PORTS_FIELD = "replication_ports:";

    /** What it calls the offsets at which the histories of the shards began. */
    static final String BASES_FIELD = "replication_bases:";

    /** What it calls the server and its {@link Lineage}. */
    static final String PATH_FIELD = "replication_path:";

    /** Distance of the default replication port of shard 0 from the client port. */
    static final int DEFAULT_DISTANCE = 10_000;

    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    /**
     * What a primary says of itself.
     *
     * @param ports one per shard; empty when it does not say
     * @param bases the offset at which the history of each shard began; empty when it does not say
     * @param lineage the primary, its primary and so on; empty when it does not say
     */
    record Answer(List<Integer> ports, List<Long> bases, Lineage lineage) {
        static final Answer SILENT = new Answer(List.of(), List.of(), Lineage.NONE);
    }

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
     * @return null while the answer is incomplete
     */
    @Nullable Answer feed(byte[] bytes, int length) throws ProtocolException, IOException {
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
            case Reply.Bulk bulk -> answer(new String(bulk.bytes(), StandardCharsets.UTF_8));
            case Reply.Verbatim text -> answer(new String(text.bytes(), StandardCharsets.UTF_8));
            case Reply.ErrorReply error ->
                throw new IOException("the primary refused INFO: " + error.text());
            default -> Answer.SILENT;
        };
    }

    private static Answer answer(String info) throws IOException {
        var ports = new ArrayList<Integer>();
        for (long port : numbers(info, PORTS_FIELD, "replication port")) {
            ports.add(Math.clamp(port, -1, Integer.MAX_VALUE));
        }
        var bases = numbers(info, BASES_FIELD, "replication base");
        String path = value(info, PATH_FIELD);
        var lineage = path == null ? Lineage.NONE : Lineage.parse(path);
        return new Answer(List.copyOf(ports), bases, lineage);
    }

    private static List<Long> numbers(String info, String field, String what)
            throws IOException {
        String list = value(info, field);
        if (list == null) {
            return List.of();
        }
        var numbers = new ArrayList<Long>();
        for (String word : list.split(",", -1)) {
            try {
                numbers.add(Long.parseLong(word));
            } catch (NumberFormatException e) {
                throw new IOException("bad " + what + " " + word, e);
            }
        }
        return List.copyOf(numbers);
    }

    private static @Nullable String value(String info, String field) {
        for (String line : info.split("\r\n", -1)) {
            if (line.startsWith(field)) {
                return line.substring(field.length());
            }
        }
        return null;
    }
}
