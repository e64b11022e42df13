package io.kevy.rt.replication;

import io.kevy.rt.command.Outlet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All live links to replicas, of all shards, and who wants to hear of their progress; thread-safe. */
public final class LinkDirectory {
    private final List<LinkStatus> links = new CopyOnWriteArrayList<>();
    private final Set<Outlet> waiting = ConcurrentHashMap.newKeySet();
    /** Mirrors the size of {@link #waiting}, cheap to read once per turn. */
    private volatile boolean anyWaiting;

    void add(LinkStatus link) {
        links.add(link);
    }

    void remove(LinkStatus link) {
        links.remove(link);
    }

    /** {@code outlet} is stirred by every {@link #progress}. */
    synchronized void tell(Outlet outlet) {
        waiting.add(outlet);
        anyWaiting = true;
    }

    synchronized void tellNoMore(Outlet outlet) {
        waiting.remove(outlet);
        anyWaiting = !waiting.isEmpty();
    }

    /** A replica has got more, or this server's role has changed; after that is visible here. */
    void progress() {
        if (anyWaiting) {
            waiting.forEach(Outlet::stir);
        }
    }

    /** The links that have said who they are, by replica, in the order of their coming. */
    Map<String, List<LinkStatus>> byReplica() {
        var replicas = new LinkedHashMap<String, List<LinkStatus>>();
        for (LinkStatus link : links) {
            if (!link.replicaId().isEmpty()) {
                replicas.computeIfAbsent(link.replicaId(), id -> new ArrayList<>())
                        .add(link);
            }
        }
        return replicas;
    }
}
