package io.kevy.rt.replication;

import io.kevy.replicate.ReplicaClient;
import io.kevy.replicate.ReplicaEvent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The least a program needs that follows a shard: prints what it hears. */
final class Follower {
    private Follower() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        try (var client = ReplicaClient.connect("127.0.0.1", port, "follower", 0)) {
            for (var event = client.next(); event != null; event = client.next()) {
                System.out.println(switch (event) {
                    case ReplicaEvent.SnapshotBegin _ -> "begin";
                    case ReplicaEvent.SnapshotChunk(byte[] bytes) -> "chunk of " + bytes.length;
                    case ReplicaEvent.SnapshotEnd(long ackOffset) -> "end " + ackOffset;
                    case ReplicaEvent.Frame(long offset, var command) ->
                        IntStream.range(0, command.count())
                                .mapToObj(command::text)
                                .collect(Collectors.joining(" ", offset + " ", ""));
                });
            }
        }
    }
}
