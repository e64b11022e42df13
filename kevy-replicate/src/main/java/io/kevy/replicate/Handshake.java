package io.kevy.replicate;

import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import io.kevy.resp.RequestWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first words of a link, {@code REPLICATE FROM <offset> ID <replica-id>}, as bytes and as data.
 */
public final class Handshake {
    /** What the bytes of a handshake came to. */
    public sealed interface Result permits Accepted, Incomplete, Rejected {}

    /**
     * A replica that wants the frames from an offset on; 0 when it has nothing yet.
     *
     * @param consumed bytes of the handshake
     */
    public record Accepted(long fromOffset, String replicaId, int consumed) implements Result {}

    /** More bytes are needed. */
    public record Incomplete() implements Result {}

    /** Not a handshake; the link is to be closed. */
    public record Rejected(HandshakeRejection cause) implements Result {}

    private static final Incomplete INCOMPLETE = new Incomplete();
    private static final int ARITY = 5;

    private Handshake() {}

    /** The bytes that a replica sends. */
    public static byte[] request(long fromOffset, String replicaId) {
        if (fromOffset < 0 || replicaId.isEmpty()) {
            throw new IllegalArgumentException("from " + fromOffset + " as '" + replicaId + "'");
        }
        RequestWriter writer = new RequestWriter(64 + replicaId.length());
        writer.begin(ARITY);
        writer.arg("REPLICATE");
        writer.arg("FROM");
        writer.arg(fromOffset);
        writer.arg("ID");
        writer.arg(replicaId);
        byte[] request = new byte[writer.size()];
        System.arraycopy(writer.array(), 0, request, 0, request.length);
        return request;
    }

    /**
     * Reads the handshake that begins at {@code from}; bytes behind it are left alone.
     *
     * @param bytesMax bytes that a handshake may have; a claim beyond it is rejected
     */
    public static Result parse(byte[] bytes, int from, int to, int bytesMax) {
        Argv argv = new Argv();
        try {
            var limits = new RequestLimits(bytesMax, bytesMax, bytesMax);
            int consumed = RequestParser.strict(limits).parse(bytes, from, to, argv);
            if (consumed == 0) {
                return INCOMPLETE;
            }
            return read(argv, consumed);
        } catch (ProtocolException e) {
            return new Rejected(new HandshakeRejection.BadCommand(String.valueOf(e.getMessage())));
        }
    }

    private static Result read(Argv argv, int consumed) {
        if (argv.count() != ARITY) {
            return new Rejected(new HandshakeRejection.WrongArity(argv.count()));
        }
        if (!argv.equalsIgnoreCase(0, "REPLICATE")) {
            return new Rejected(new HandshakeRejection.BadCommand(printable(argv)));
        }
        if (!argv.equalsIgnoreCase(1, "FROM")) {
            return new Rejected(new HandshakeRejection.BadFromKeyword());
        }
        if (!argv.isLong(2) || argv.asLong(2) < 0) {
            return new Rejected(new HandshakeRejection.BadOffset());
        }
        if (!argv.equalsIgnoreCase(3, "ID")) {
            return new Rejected(new HandshakeRejection.BadIdKeyword());
        }
        String replicaId = utf8(argv, 4);
        if (replicaId == null || replicaId.isEmpty()) {
            return new Rejected(new HandshakeRejection.BadReplicaId());
        }
        return new Accepted(argv.asLong(2), replicaId, consumed);
    }

    // The verb goes into a log line: a short piece of it, and nothing that moves the cursor.
    private static String printable(Argv argv) {
        String verb = argv.text(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(verb.length(), 32); i++) {
            char c = verb.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.toString();
    }

    private static @Nullable String utf8(Argv argv, int i) {
        try {
            var bytes = ByteBuffer.wrap(argv.bytes(), argv.offset(i), argv.length(i));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
