package io.kevy.rt.command.transaction;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.Partition;
import io.kevy.rt.command.Transaction;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.util.Arrays;
import java.util.List;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH; what is queued in between does not pass here. */
final class TransactionCommands {
    private static final String ABORT = "EXECABORT Transaction discarded because of";

    private TransactionCommands() {}

    static void multi(Call call) {
        var transaction = call.session().transaction();
        if (transaction.isOpen()) {
            throw new CommandException("ERR MULTI calls can not be nested");
        }
        transaction.open();
        call.reply().simple("OK");
    }

    static void discard(Call call) {
        var transaction = call.session().transaction();
        if (!transaction.isOpen()) {
            throw new CommandException("ERR DISCARD without MULTI");
        }
        end(call, transaction);
        call.reply().simple("OK");
    }

    static void exec(Call call) {
        var transaction = call.session().transaction();
        if (!transaction.isOpen()) {
            throw new CommandException("ERR EXEC without MULTI");
        }
        // It may have been queued when this server was still a primary.
        if (writes(transaction) && call.isReadOnly()) {
            end(call, transaction);
            throw new CommandException(ABORT + ": " + CommandException.readOnly().text());
        }
        if (transaction.isRefused()) {
            end(call, transaction);
            throw new CommandException(ABORT + " previous errors.");
        }
        if (transaction.isTouched() || watchedKeyHasExpired(call, transaction)) {
            end(call, transaction);
            call.reply().nullArray();
            return;
        }
        transaction.unwatch(call.partitions());
        long shards = transaction.shards();
        List<Transaction.Queued> queued = transaction.takeQueued();
        call.reply().array(queued.size());
        call.beginTransaction(shards);
        try {
            for (Transaction.Queued each : queued) {
                call.runQueued(each);
            }
        } finally {
            call.endTransaction();
            for (Transaction.Queued each : queued) {
                each.argv().clear();
            }
        }
    }

    private static boolean writes(Transaction transaction) {
        for (Transaction.Queued each : transaction.queued()) {
            if (each.command().is(Flag.WRITE)) {
                return true;
            }
        }
        return false;
    }

    /** A key that had already expired when it was watched has not changed by that. */
    private static boolean watchedKeyHasExpired(Call call, Transaction transaction) {
        for (Transaction.Watched key : transaction.watched()) {
            var partition = call.partitions().get(key.partition());
            if (!key.expired() && isExpired(call, partition, key.db(), key.key())) {
                return true;
            }
        }
        return false;
    }

    static void watch(Call call) {
        var transaction = call.session().transaction();
        if (transaction.isOpen()) {
            throw new CommandException("ERR WATCH inside MULTI is not allowed");
        }
        for (int i = 1; i < call.argc(); i++) {
            var key = call.argv().copy(i);
            if (!isWatched(transaction, call.db(), key)) {
                watch(call, transaction, i, key);
            }
        }
        call.reply().simple("OK");
    }

    private static void watch(Call call, Transaction transaction, int arg, byte[] key) {
        // Where passed deadlines count, this removes the key, so that its removal later is no change.
        call.lookup(arg);
        var partition = call.partition(arg);
        boolean expired = isExpired(call, partition, call.db(), key);
        transaction.watch(new Transaction.Watched(partition.index(), call.db(), key, expired));
        partition.watches().add(call.db(), key, transaction);
    }

    private static boolean isWatched(Transaction transaction, int db, byte[] key) {
        for (Transaction.Watched watched : transaction.watched()) {
            if (watched.db() == db && Arrays.equals(watched.key(), key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isExpired(Call call, Partition partition, int db, byte[] key) {
        var place = new Place();
        return partition.keyspace(db).find(Slice.of(key), place)
                && place.isExpired(call.nowMillis());
    }

    static void unwatch(Call call) {
        call.session().transaction().unwatch(call.partitions());
        call.reply().simple("OK");
    }

    private static void end(Call call, Transaction transaction) {
        transaction.close();
        transaction.unwatch(call.partitions());
    }
}
