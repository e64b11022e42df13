package io.kevy.rt.command.keys;

import io.kevy.resp.Argv;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import java.util.Arrays;

/**
 * Values on their way from one key to another, or to another database.
 *
 * <p>When both keys are in one database of one partition, the request itself is the effect.
 * Otherwise each end gets its own: a DEL, and a SET of the whole value.
 */
final class Renames {
    private Renames() {}

    /** {@code RENAME key newkey} */
    static void rename(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        if (!isSameKey(call)) {
            call.lookup(2);
            rename(call, call.lookup(1));
        }
        call.reply().simple("OK");
    }

    /** {@code RENAMENX key newkey} */
    static void renameNx(Call call) {
        if (isNoKey(call)) {
            throw noSuchKey();
        }
        boolean free = call.lookup(2) == Keyspace.NONE;
        if (free) {
            rename(call, call.lookup(1));
        }
        call.reply().integer(free ? 1 : 0);
    }

    private static boolean isNoKey(Call call) {
        return call.lookup(1) == Keyspace.NONE;
    }

    private static CommandException noSuchKey() {
        return new CommandException("ERR no such key");
    }

    private static void rename(Call call, long record) {
        var argv = call.argv();
        copy(call, record, call.db(), 2);
        call.keyspace(1).remove(argv.bytes(), argv.offset(1), argv.length(1));
        if (call.partition(1) == call.partition(2)) {
            call.changed(1);
        } else {
            call.effect("DEL").arg(argv, 1).record(call.partition(1), call.db());
            recordSet(call, call.db(), 2);
        }
    }

    /** {@code COPY source destination [DB number] [REPLACE]} */
    static void copy(Call call) {
        var options = CopyOptions.parse(call);
        if (options.db() == call.db() && isSameKey(call)) {
            throw sameObject();
        }
        // What looks up the other key may change the store, so the record is looked up after it.
        boolean taken = call.lookup(options.db(), 2) != Keyspace.NONE;
        long record = call.lookupRead(1);
        boolean copied = record != Keyspace.NONE && (options.replace() || !taken);
        if (copied) {
            copy(call, record, options.db(), 2);
            if (options.db() == call.db() && call.partition(1) == call.partition(2)) {
                call.changed(1);
            } else {
                recordSet(call, options.db(), 2);
            }
        }
        call.reply().integer(copied ? 1 : 0);
    }

    /** {@code MOVE key db} */
    static void move(Call call) {
        var argv = call.argv();
        int db = Databases.number(call, 2);
        if (db == call.db()) {
            throw sameObject();
        }
        boolean taken = call.lookup(db, 1) != Keyspace.NONE;
        long record = call.lookup(1);
        boolean moved = record != Keyspace.NONE && !taken;
        if (moved) {
            copy(call, record, db, 1);
            call.keyspace(1).remove(argv.bytes(), argv.offset(1), argv.length(1));
            // The effect names the key in the database it leaves.
            var watches = call.partition(1).watches();
            if (!watches.isEmpty()) {
                watches.touch(db, argv.bytes(), argv.offset(1), argv.length(1));
            }
            call.changed(1);
        }
        call.reply().integer(moved ? 1 : 0);
    }

    private static CommandException sameObject() {
        return new CommandException("ERR source and destination objects are the same");
    }

    private static boolean isSameKey(Call call) {
        var argv = call.argv();
        return Arrays.equals(
                argv.bytes(),
                argv.offset(1),
                argv.offset(1) + argv.length(1),
                argv.bytes(),
                argv.offset(2),
                argv.offset(2) + argv.length(2));
    }

    /** Copies the record of argument 1 with its deadline to the key in another argument. */
    private static void copy(Call call, long record, int db, int keyArg) {
        Argv argv = call.argv();
        var source = call.keyspace(1);
        var target = call.partition(keyArg).keyspace(db);
        long deadline = source.deadline(record);
        source.copyTo(
                record, target, argv.bytes(), argv.offset(keyArg), argv.length(keyArg), deadline);
    }

    /** Records the new content of a key as a SET. */
    private static void recordSet(Call call, int db, int keyArg) {
        Argv argv = call.argv();
        var partition = call.partition(keyArg);
        var keyspace = partition.keyspace(db);
        long record = keyspace.find(argv.bytes(), argv.offset(keyArg), argv.length(keyArg));
        long deadline = keyspace.deadline(record);
        var effect = call.effect("SET").arg(argv, keyArg).value(keyspace, record);
        if (deadline != Keyspace.NO_DEADLINE) {
            effect.arg("PXAT").arg(deadline);
        }
        effect.record(partition, db);
    }
}
