package io.kevy.rt.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** All live links to replicas, of all shards; thread-safe. */
public final class LinkDirectory {
    private final List<LinkStatus> links = new CopyOnWriteArrayList<>();

    void add(LinkStatus link) {
        links.add(link);
    }

    void remove(LinkStatus link) {
        links.remove(link);
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
