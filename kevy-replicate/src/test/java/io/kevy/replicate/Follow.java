package io.kevy.replicate;

class Follow {
    public static void main(String[] args) throws Exception {
        try (var client = ReplicaClient.connect(args[0], Integer.parseInt(args[1]), "follow", 0)) {
            for (var event = client.next(); event != null; event = client.next()) {
                System.out.println(switch (event) {
                    case ReplicaEvent.SnapshotBegin() -> "a snapshot begins: forget everything";
                    case ReplicaEvent.SnapshotChunk(var bytes) -> bytes.length + " bytes of it";
                    case ReplicaEvent.SnapshotEnd(var next) -> "complete, next is " + next;
                    case ReplicaEvent.Frame(var offset, var command) -> offset + " " + command;
                });
            }
        }
    }
}
