package io.kevy.rt.command.string;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import io.kevy.store.ValueType;

/** Finds string values and writes them to replies, copied once. */
final class StringValues {
    private StringValues() {}

    /** The record of the string at key argument {@code keyArg}, or {@link Keyspace#NONE}. */
    static long find(Call call, int keyArg) {
        return checked(call, keyArg, call.lookup(keyArg));
    }

    /** Like {@link #find}, counted as a hit or miss. */
    static long findToRead(Call call, int keyArg) {
        return checked(call, keyArg, call.lookupRead(keyArg));
    }

    private static long checked(Call call, int keyArg, long record) {
        if (record != Keyspace.NONE && call.keyspace(keyArg).type(record) != ValueType.STRING) {
            throw CommandException.wrongType();
        }
        return record;
    }

    /** The deadline of a record, none for no record. */
    static long deadline(Keyspace keyspace, long record) {
        return record == Keyspace.NONE ? Keyspace.NO_DEADLINE : keyspace.deadline(record);
    }

    /** Writes the value, or null for no record. */
    static void reply(ReplyWriter reply, Keyspace keyspace, long record) {
        if (record == Keyspace.NONE) {
            reply.nullBulk();
        } else {
            reply(reply, keyspace, record, 0, keyspace.stringLength(record));
        }
    }

    /** Writes {@code length} bytes of the value from {@code from} on. */
    static void reply(ReplyWriter reply, Keyspace keyspace, long record, int from, int length) {
        int at = reply.bulkReserve(length);
        keyspace.copyString(record, from, reply.array(), at, length);
    }

    /** The value in an array of its own; empty for no record. */
    static byte[] copy(Keyspace keyspace, long record) {
        if (record == Keyspace.NONE) {
            return new byte[0];
        }
        var value = new byte[keyspace.stringLength(record)];
        keyspace.copyString(record, 0, value, 0, value.length);
        return value;
    }

    /** Refuses a change that would make a string of {@code length} bytes. */
    static void checkLength(Call call, long length) {
        // A primary's frame is not refused: the primary has done it already.
        if (call.expiry() != Call.Expiry.IGNORE
                && length > call.host().config().protoMaxBulkBytes()) {
            throw new CommandException(
                    "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        }
    }
}
