package io.kevy.rt.replication;

import io.kevy.resp.Reply;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server in this process on any free ports, and a client of it. */
final class Node implements AutoCloseable {
    private final KevyServer server;
    private final RespClient client;

    Node(KevyServer server) throws IOException {
        this.server = server;
        this.client = RespClient.connect(server.port());
    }

    /** Two shards, unless the directives say otherwise. */
    static Node start(String transport, String... directives) throws IOException {
        var all = new ArrayList<>(List.of("--port", "0", "--shards", "2"));
        all.addAll(List.of("--transport", transport, "--replication-port-base", "-1"));
        all.addAll(List.of(directives));
        try {
            return new Node(KevyServer.start(Config.load(all.toArray(String[]::new))));
        } catch (ConfigException e) {
            throw new AssertionError(e.text(), e);
        }
    }

    /** A server that follows {@code primary}. */
    static Node replicaOf(Node primary, String transport, String... directives)
            throws IOException {
        var all = new ArrayList<>(List.of("--replicaof", "127.0.0.1 " + primary.port()));
        all.addAll(List.of(directives));
        return start(transport, all.toArray(String[]::new));
    }

    int port() {
        return server.port();
    }

    int replicationPort(int shard) {
        return server.replicationPort(shard);
    }

    RespClient client() {
        return client;
    }

    Reply call(String... request) {
        return client.call(request);
    }

    String text(String... request) {
        return client.text(request);
    }

    /** A field of {@code INFO replication}. */
    String info(String field) {
        return client.info("replication", field);
    }

    String digest() {
        return text("DEBUG", "DIGEST");
    }

    void follow(Node primary) {
        text("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
    }

    /**
     * Waits until this node is linked to {@code primary}, has all its frames, and holds the same.
     */
    void awaitEqualTo(Node primary) {
        Eventually.isTrue(
                () -> primary.text("INFO", "replication") + text("INFO", "replication"),
                () -> isInStepWith(primary) && digest().equals(primary.digest()));
    }

    private boolean isInStepWith(Node primary) {
        int shards = primary.info("replication_ports").split(",", -1).length;
        for (int i = 0; i < shards; i++) {
            String next = primary.info("shard" + i + "_repl_offset");
            if (!next.equals(info("shard" + i + "_master_offset"))) {
                return false;
            }
        }
        return info("master_link_status").equals("up");
    }

    /** Stops the server before its time. */
    void stop() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
