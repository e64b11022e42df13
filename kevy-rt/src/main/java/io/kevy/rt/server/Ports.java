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

    /** On several hosts a port that is free on the first may be taken on another. */
    private static final int FREE_PORT_ATTEMPTS_MAX = 16;

    private final List<List<Listener>> clients = new ArrayList<>();
    private final List<List<Listener>> replicas = new ArrayList<>();
    private final List<InetAddress> hosts = new ArrayList<>();
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
        if (config.listensForReplicas()) {
            bindReplicas(transport);
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
                switch (bind.host()) {
                    case "*" -> InetAddress.ofLiteral("0.0.0.0");
                    case "::*" -> InetAddress.ofLiteral("::");
                    default -> InetAddress.getByName(bind.host());
                };
        if (host.equals(InetAddress.ofLiteral("0.0.0.0")) && isCoveredByIpv6(transport)) {
            return;
        }
        if (config.listensOnTcp()) {
            bindClients(transport, host);
        }
        hosts.add(host);
    }

    /** Whether an IPv6 wildcard is asked for as well that takes IPv4 connections, too. */
    private boolean isCoveredByIpv6(Transport transport) {
        return !transport.separatesFamilies()
                && config.bind().stream()
                        .map(BindAddress::host)
                        .anyMatch(host -> host.equals("::*") || host.equals("::"));
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

    /**
     * Binds one port per shard on all hosts. A port that is only the default gives way to a free one
     * when it is taken: replicas are told which it is.
     */
    private void bindReplicas(Transport transport) throws IOException {
        for (int shard = 0; shard < config.shards(); shard++) {
            int wanted = config.replicationPort(clientPort, shard);
            for (int attempt = 1;; attempt++) {
                try {
                    bindReplicas(transport, shard, wanted);
                    break;
                } catch (IOException e) {
                    if (config.replicationPortsAreGiven() || attempt == FREE_PORT_ATTEMPTS_MAX) {
                        throw e;
                    }
                    LOG.log(
                            Level.INFO, "{0}: shard {1} takes any free port for replicas",
                            e.getMessage(), shard);
                    replicas.get(shard).forEach(Listener::close);
                    replicas.get(shard).clear();
                    wanted = 0;
                }
            }
        }
    }

    private void bindReplicas(Transport transport, int shard, int wanted) throws IOException {
        var single = new ListenOptions(config.tcpBacklog(), false);
        int port = wanted;
        for (InetAddress host : hosts) {
            var listener = listen(transport, new InetSocketAddress(host, port), single);
            replicas.get(shard).add(listener);
            port = portOf(listener);
        }
        replicationPorts[shard] = port;
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
