package io.kevy.rt.server;

import io.kevy.rt.config.BindAddress;
import io.kevy.rt.config.Config;
import io.kevy.rt.net.Clients;
import io.kevy.rt.replication.ReplicaLinks;
import io.kevy.sys.ListenOptions;
import io.kevy.sys.Listener;
import io.kevy.sys.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All listeners of a server, bound before anything else is made, so that a refused port costs
 * nothing.
 */
final class Ports {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final List<BindAddress> NOWHERE = List.of();

    private final List<List<Listener>> clients = new ArrayList<>();
    private final List<List<Listener>> replicas = new ArrayList<>();
    private final int[] replicationPorts;
    private final Config config;
    private int clientPort;

    private Ports(Config config) {
        this.config = config;
        replicationPorts = new int[config.shards()];
        for (int i = 0; i < config.shards(); i++) {
            clients.add(new ArrayList<>());
            replicas.add(new ArrayList<>());
        }
    }

    /**
     * Binds the client port (once per shard), the Unix-domain socket and the replication ports, as
     * far as they are configured.
     *
     * @throws IOException naming the address that was refused
     */
    static Ports bind(Config config, Transport transport) throws IOException {
        var ports = new Ports(config);
        try {
            ports.bindAll(transport);
            return ports;
        } catch (IOException | RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    private void bindAll(Transport transport) throws IOException {
        clientPort = config.port();
        for (BindAddress bind : config.listensForReplicas() ? config.bind() : NOWHERE) {
            try {
                bindHost(transport, bind);
            } catch (IOException e) {
                if (!bind.optional()) {
                    throw e;
                }
                LOG.log(Level.WARNING, "{0}: passed over", e.getMessage());
            }
        }
        if (config.listensOnTcp() && clients.getFirst().isEmpty()) {
            throw new IOException("no address of 'bind' is there");
        }
        var path = config.unixSocket();
        if (path != null) {
            var options = new ListenOptions(config.tcpBacklog(), false);
            clients.getFirst().add(listen(transport, UnixDomainSocketAddress.of(path), options));
            var permissions = config.unixSocketPermissions();
            if (!permissions.isEmpty()) {
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    private void bindHost(Transport transport, BindAddress bind) throws IOException {
        InetAddress host =
                bind.host().equals("*")
                        ? InetAddress.getByName("0.0.0.0")
                        : InetAddress.getByName(bind.host());
        if (config.listensOnTcp()) {
            bindClients(transport, host);
        }
        bindReplicas(transport, host);
    }

    private void bindClients(Transport transport, InetAddress host) throws IOException {
        boolean several = config.shards() > 1;
        if (several && clientPort != 0) {
            // With SO_REUSEPORT another server of this user would silently share the port.
            listen(
                    transport,
                    new InetSocketAddress(host, clientPort),
                    new ListenOptions(config.tcpBacklog(), false))
                    .close();
        }
        var options = new ListenOptions(config.tcpBacklog(), several);
        for (int shard = 0; shard < config.shards(); shard++) {
            var listener = listen(transport, new InetSocketAddress(host, clientPort), options);
            clients.get(shard).add(listener);
            clientPort = portOf(listener);
        }
    }

    private void bindReplicas(Transport transport, InetAddress host) throws IOException {
        var single = new ListenOptions(config.tcpBacklog(), false);
        for (int shard = 0; shard < config.shards(); shard++) {
            int wanted =
                    replicationPorts[shard] != 0
                            ? replicationPorts[shard]
                            : config.replicationPort(clientPort, shard);
            if (wanted > 65535) {
                throw new IOException(
                        "replication port "
                                + wanted
                                + " does not exist: set replication-port-base");
            }
            var listener = listen(transport, new InetSocketAddress(host, wanted), single);
            replicas.get(shard).add(listener);
            replicationPorts[shard] = portOf(listener);
        }
    }

    private static Listener listen(Transport transport, SocketAddress address,
            ListenOptions options)
            throws IOException {
        try {
            return transport.listen(address, options);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + text(address) + ": " + e.getMessage(), e);
        }
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : address.toString();
    }

    private static int portOf(Listener listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Gives the listeners of one shard to those who accept. */
    void handTo(int shard, Clients clientSide, ReplicaLinks replicaSide) throws IOException {
        for (Listener listener : clients.get(shard)) {
            clientSide.listen(listener);
        }
        for (Listener listener : replicas.get(shard)) {
            replicaSide.listen(listener);
        }
    }

    /** 0: there is none. */
    int clientPort() {
        return clientPort;
    }

    int replicationPort(int shard) {
        return replicationPorts[shard];
    }

    /** The ports that replicas are told: the real ones, or those of a forwarder in front. */
    List<Integer> announcedReplicationPorts() {
        if (!config.listensForReplicas()) {
            return List.of();
        }
        int base = config.replicationAnnouncePortBase();
        var announced =
                base == 0
                        ? IntStream.of(replicationPorts)
                        : IntStream.range(base, base + replicationPorts.length);
        return announced.boxed().toList();
    }

    String replicationPortsText() {
        if (!config.listensForReplicas()) {
            return "none";
        }
        return IntStream.of(replicationPorts)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    /** Closes what is still open; idempotent. */
    void close() {
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).forEach(Listener::close);
            replicas.get(i).forEach(Listener::close);
        }
    }
}
