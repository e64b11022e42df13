package io.kevy.rt.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every reply that may differ from Redis's, with the reason and with what must agree nevertheless.
 *
 * <p>A reply that no entry names must be equal byte for byte.
 */
enum KnownReplyDifferences {
    TRANSACTION("holds the replies of the queued commands, each with its own entry", "EXEC") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            List<byte[]> redis = RawReply.items(theirs);
            List<byte[]> kevy = RawReply.items(ours);
            if (!sameHeader(theirs, ours) || redis.size() != kevy.size()
                    || redis.size() != queued.size()) {
                return false;
            }
            for (int i = 0; i < redis.size(); i++) {
                if (!KnownReplyDifferences.agree(queued.get(i), List.of(), redis.get(i),
                        kevy.get(i))) {
                    return false;
                }
            }
            return true;
        }
    },
    REMAINING_TIME("the two servers run a command some milliseconds apart", "TTL", "PTTL") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return near(theirs, ours, request.name().equals("TTL") ? 1000 : 1);
        }
    },
    DEADLINE("a relative time to live starts when the server runs the command",
            "EXPIRETIME", "PEXPIRETIME") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            int unitMillis = request.name().equals("EXPIRETIME") ? 1000 : 1;
            return near(theirs, ours, unitMillis)
                    && RawReply.integer(theirs) * unitMillis % ABSOLUTE_STEP_MILLIS != 0;
        }
    },
    ORDER_OF_KEYS("the order of a hash table is nobody's promise", "KEYS") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return sameHeader(theirs, ours) && sorted(theirs).equals(sorted(ours));
        }
    },
    SCAN_STEP("a cursor means something to its own server only; whole iterations are compared",
            "SCAN") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            List<byte[]> redis = RawReply.items(theirs);
            List<byte[]> kevy = RawReply.items(ours);
            return redis.size() == 2 && kevy.size() == 2
                    && RawReply.type(kevy.get(0)) == '$' && RawReply.type(kevy.get(1)) == '*';
        }
    },
    DRAWN_KEY("chance draws the key", "RANDOMKEY") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return RawReply.type(theirs) == '$' && RawReply.type(ours) == '$'
                    && RawReply.isNull(theirs) == RawReply.isNull(ours);
        }
    },
    TIME("clocks go on", "TIME") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return sameShape(theirs, ours);
        }
    },
    INFO("names the server and its figures", "INFO") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return RawReply.type(theirs) == RawReply.type(ours);
        }
    },
    ROLE("offsets count frames here and bytes there, one for each shard", "ROLE") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return RawReply.type(ours) == '*'
                    && RawReply.text(RawReply.items(ours).getFirst()).equals("master");
        }
    },
    HELLO("names the server, its version and the client's number", "HELLO") {
        private static final Set<String> OWN = Set.of("server", "version", "id");

        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            List<byte[]> redis = RawReply.items(theirs);
            List<byte[]> kevy = RawReply.items(ours);
            if (!sameHeader(theirs, ours) || redis.size() != kevy.size()) {
                return false;
            }
            for (int i = 0; i < redis.size(); i += 2) {
                boolean own = OWN.contains(RawReply.text(redis.get(i)));
                if (!Arrays.equals(redis.get(i), kevy.get(i))
                        || !sameShape(redis.get(i + 1), kevy.get(i + 1))
                        || (!own && !Arrays.equals(redis.get(i + 1), kevy.get(i + 1)))) {
                    return false;
                }
            }
            return true;
        }
    },
    CLIENT("numbers, addresses and figures of connections", "CLIENT") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return switch (request.word(1)) {
                case "ID", "INFO", "LIST" -> RawReply.type(theirs) == RawReply.type(ours);
                case "SETINFO" -> RawReply.line(theirs).startsWith("ERR unknown subcommand");
                default -> false;
            };
        }
    },
    HELP("lists the subcommands that are served here", "CLIENT", "CONFIG", "COMMAND", "OBJECT",
            "DEBUG") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return request.word(1).equals("HELP") && RawReply.type(theirs) == '*'
                    && RawReply.type(ours) == '*'
                    && Arrays.equals(RawReply.items(theirs).getFirst(),
                            RawReply.items(ours).getFirst());
        }
    },
    COMMAND_TABLE("has the commands that are served here, as version 7.2 describes them",
            "COMMAND") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return switch (request.word(1)) {
                case "", "COUNT", "INFO", "LIST", "DOCS" ->
                    RawReply.type(theirs) == RawReply.type(ours);
                default -> false;
            };
        }
    },
    ENCODING("follows from the bytes of a value here, not from the command that wrote it",
            "OBJECT") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return request.word(1).equals("ENCODING") && RawReply.type(theirs) == '$'
                    && List.of("embstr", "raw").contains(RawReply.text(theirs))
                    && List.of("int", "embstr", "raw").contains(RawReply.text(ours));
        }
    },
    REFERENCES(
            "nothing is shared between keys here; which small integers Redis shares depends on the"
                    + " command that wrote them",
            "OBJECT") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return request.word(1).equals("REFCOUNT") && RawReply.type(theirs) == ':'
                    && RawReply.type(ours) == ':';
        }
    },
    IDLE_TIME("not counted here: always 0", "OBJECT") {
        @Override
        boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
            return request.word(1).equals("IDLETIME") && near(theirs, ours, 1000);
        }
    };

    /**
     * Deadlines that requests give as a moment are multiples of this and must be kept exactly; one that
     * a server has computed from its clock practically never is.
     */
    static final long ABSOLUTE_STEP_MILLIS = 1_000_000;

    /** A server may be that much later than the other, on a machine that has much to do. */
    private static final long LATE_MILLIS_MAX = 20_000;

    private final String reason;
    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> commands;

    KnownReplyDifferences(String reason, String... commands) {
        this.reason = reason;
        this.commands = Set.of(commands);
    }

    /** Whether replies that are not equal agree in what they must. */
    abstract boolean covers(Request request, List<Request> queued, byte[] theirs, byte[] ours);

    /**
     * Whether the replies to {@code request} are equal, or differ as an entry allows.
     *
     * @param queued the transaction's commands when the request is EXEC
     */
    static boolean agree(Request request, List<Request> queued, byte[] theirs, byte[] ours) {
        if (Arrays.equals(theirs, ours)) {
            return true;
        }
        for (KnownReplyDifferences known : values()) {
            if (known.commands.contains(request.name())
                    && known.covers(request, queued, theirs, ours)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name() + ": " + reason;
    }

    private static boolean near(byte[] theirs, byte[] ours, int unitMillis) {
        if (RawReply.type(theirs) != ':' || RawReply.type(ours) != ':') {
            return false;
        }
        long redis = RawReply.integer(theirs);
        long kevy = RawReply.integer(ours);
        return redis >= 0 && kevy >= 0 && Math.abs(redis - kevy) <= LATE_MILLIS_MAX / unitMillis;
    }

    private static boolean sameHeader(byte[] theirs, byte[] ours) {
        return RawReply.type(theirs) == RawReply.type(ours)
                && RawReply.isAggregate(theirs)
                && RawReply.line(theirs).equals(RawReply.line(ours));
    }

    /** Equal types all the way down. */
    private static boolean sameShape(byte[] theirs, byte[] ours) {
        if (RawReply.type(theirs) != RawReply.type(ours)) {
            return false;
        }
        List<byte[]> redis = RawReply.items(theirs);
        List<byte[]> kevy = RawReply.items(ours);
        if (redis.size() != kevy.size()) {
            return false;
        }
        for (int i = 0; i < redis.size(); i++) {
            if (!sameShape(redis.get(i), kevy.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> sorted(byte[] reply) {
        return RawReply.items(reply).stream().map(RawReply::text).sorted().toList();
    }
}
