/**
 * Between the replication link's state machines and the sockets, stores and clocks of a shard.
 *
 * <p>In reading order, primary: {@link io.kevy.rt.replication.Feed}, {@link
 * io.kevy.rt.replication.ReplicaLinks}, {@link io.kevy.rt.replication.LinkDriver}, {@link
 * io.kevy.rt.replication.ShipPacing}, {@link io.kevy.rt.replication.Ship}; replica: {@link io.kevy.rt.replication.Replica}, {@link
 * io.kevy.rt.replication.PrimaryProbe}, {@link io.kevy.rt.replication.Lineage}, {@link
 * io.kevy.rt.replication.Applier}, {@link io.kevy.rt.replication.FirstSync}; both: {@link
 * io.kevy.rt.replication.LinkDirectory}, {@link io.kevy.rt.replication.ReplicationDesk}, {@link
 * io.kevy.rt.replication.ReplicationInfo}. Imports net, command, config and the leaf modules. On
 * the shard's thread, except where a type says more.
 */
package io.kevy.rt.replication;
