package io.kevy.rt.command.replication;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Awaited;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Outlet;
import io.kevy.rt.command.Replication;

/** REPLICAOF, ROLE, WAIT. */
final class ReplicationCommands {
    private static final int PORT_MAX = 65535;

    private ReplicationCommands() {}

    /** {@code REPLICAOF host port | NO ONE}. */
    static void follow(Call call) {
        var argv = call.argv();
        var replication = call.host().replication();
        if (argv.equalsIgnoreCase(1, "NO") && argv.equalsIgnoreCase(2, "ONE")) {
            replication.promote();
            call.reply().simple("OK");
            return;
        }
        if (!argv.isLong(2) || argv.asLong(2) < 1 || argv.asLong(2) > PORT_MAX) {
            throw new CommandException("ERR Invalid master port");
        }
        boolean changed = replication.follow(argv.text(1), (int) argv.asLong(2));
        call.reply().simple(changed ? "OK" : "OK Already connected to specified master");
    }

    /** {@code ROLE}. */
    static void role(Call call) {
        call.host().replication().role(call.reply());
    }

    /** {@code WAIT numreplicas timeout}; timeout 0 is for ever. */
    static void await(Call call) {
        var replication = call.host().replication();
        if (replication.isReplica()) {
            throw new CommandException(
                    "ERR WAIT cannot be used with replica instances. Please also note that since"
                            + " Redis 4.0 if a replica is configured to be writable (which is not"
                            + " the default) writes to replicas are just local and are not"
                            + " propagated.");
        }
        long wanted = call.longArg(1);
        long timeoutMillis = timeoutMillis(call, 2);
        long[] offsets = replication.offsets();
        int replicas = replication.replicasAt(offsets);
        if (replicas >= wanted || call.isNested()) {
            call.reply().integer(replicas);
        } else {
            call.await(new Replicas(replication, offsets, wanted, timeoutMillis));
        }
    }

    private static long timeoutMillis(Call call, int arg) {
        if (!call.argv().isLong(arg)) {
            throw new CommandException("ERR timeout is not an integer or out of range");
        }
        long timeoutMillis = call.argv().asLong(arg);
        if (timeoutMillis < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        if (timeoutMillis > Long.MAX_VALUE - call.nowMillis()) {
            throw new CommandException("ERR timeout is out of range");
        }
        return timeoutMillis;
    }

    /** That enough replicas have got everything that was there when WAIT was called. */
    private static final class Replicas implements Awaited {
        private final Replication replication;
        private final long[] offsets;
        private final long wanted;
        private final long timeoutMillis;

        Replicas(Replication replication, long[] offsets, long wanted, long timeoutMillis) {
            this.replication = replication;
            this.offsets = offsets;
            this.wanted = wanted;
            this.timeoutMillis = timeoutMillis;
        }

        @Override
        public long timeoutMillis() {
            return timeoutMillis;
        }

        @Override
        public void begin(Outlet outlet) {
            replication.tell(outlet);
        }

        @Override
        public void end(Outlet outlet) {
            replication.tellNoMore(outlet);
        }

        @Override
        public boolean answer(ReplyWriter reply, boolean timedOut) {
            if (replication.isReplica()) {
                reply.error(
                        "UNBLOCKED force unblock from blocking operation, instance state changed"
                                + " (master -> replica?)");
                return true;
            }
            int replicas = replication.replicasAt(offsets);
            if (replicas < wanted && !timedOut) {
                return false;
            }
            reply.integer(replicas);
            return true;
        }
    }
}
