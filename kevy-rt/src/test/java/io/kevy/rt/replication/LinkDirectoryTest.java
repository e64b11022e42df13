package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kevy.replicate.Backlog;
import io.kevy.replicate.BacklogLimits;
import io.kevy.replicate.CloseReason;
import io.kevy.replicate.LinkLimits;
import io.kevy.replicate.PrimaryLink;
import io.kevy.replicate.ReplicaLink;
import io.kevy.rt.config.Config;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkDirectoryTest {
    private final LinkDirectory directory = new LinkDirectory();
    private final InetSocketAddress peer =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    /** A link of {@code replica} to {@code shard} that has said who it is, and its status. */
    private LinkStatus linked(String replica, int shard, long writtenOffset) {
        var backlog = new Backlog(BacklogLimits.standard(), 0);
        var link = new PrimaryLink(backlog, LinkLimits.standard(), peer);
        byte[] request = new ReplicaLink(replica, 0).request();
        link.receive(request, 0, request.length);
        var status = new LinkStatus(shard, peer, 1000);
        status.update(link.state(), writtenOffset, 1000);
        directory.add(status);
        return status;
    }

    @Test
    void linksAreGroupedByReplicaInTheOrderOfTheirComing() {
        var b0 = linked("b", 0, 1);
        var a0 = linked("a", 0, 2);
        var b1 = linked("b", 1, 3);
        directory.add(new LinkStatus(0, peer, 1000));
        var replicas = directory.byReplica();
        assertEquals(List.of("b", "a"), List.copyOf(replicas.keySet()));
        assertEquals(List.of(b0, b1), replicas.get("b"));
        directory.remove(a0);
        assertEquals(1, directory.byReplica().size());
    }

    @Test
    void aReplicaCountsWhenItHasEverythingOnEveryShard() {
        var desk = new ReplicationDesk(Config.defaults(), directory);
        linked("both", 0, 10);
        linked("both", 1, 20);
        linked("one", 0, 10);
        linked("late", 0, 10);
        linked("late", 1, 19);
        assertEquals(1, desk.replicasAt(new long[] {10, 20}));
        assertEquals(2, desk.replicasAt(new long[] {10, 19}));
        assertEquals(0, desk.replicasAt(new long[] {11, 20}));
    }

    @Test
    void twoLinksToTheSameShardCountOnce() {
        var desk = new ReplicationDesk(Config.defaults(), directory);
        linked("twice", 0, 10);
        linked("twice", 0, 10);
        assertEquals(0, desk.replicasAt(new long[] {10, 10}));
        assertEquals(1, desk.replicasAt(new long[] {10}));
    }

    @Test
    void aStatusKeepsTheNameOfAClosedLink() {
        var link =
                new PrimaryLink(
                        new Backlog(BacklogLimits.standard(), 0), LinkLimits.standard(), peer);
        var status = new LinkStatus(0, peer, 1000);
        status.update(link.state(), 0, 1000);
        assertEquals("?", status.shownId());
        byte[] request = new ReplicaLink("r,=\n1", 0).request();
        link.receive(request, 0, request.length);
        link.close(new CloseReason.PeerClosed());
        status.update(link.state(), 0, 2000);
        assertEquals("r???1", status.shownId());
        assertEquals("closed", status.state());
        assertEquals("127.0.0.1:4711", status.shownPeer());
    }
}
