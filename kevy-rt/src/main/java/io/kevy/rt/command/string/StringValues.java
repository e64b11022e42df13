package io.kevy.rt.command.string;

import io.kevy.resp.Piece;
import io.kevy.resp.Pieces;
import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.store.Keyspace;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import io.kevy.store.ValueLease;
import io.kevy.store.ValueType;
import org.jspecify.annotations.Nullable;

/** Finds string values and writes them to replies: short ones copied, long ones lent. */
final class StringValues {
    /** Of a longer value the reply is sent from where it lies. */
    private static final int COPIED_BYTES_MAX = 64 << 10;

    private StringValues() {}

    /** Where the string at key argument {@code keyArg} is, or would be; for writes. */
    static Place find(Call call, int keyArg) {
        var place = call.lookup(keyArg);
        if (place.exists() && place.type() != ValueType.STRING) {
            throw CommandException.wrongType();
        }
        return place;
    }

    /** Where the string at key argument {@code keyArg} is, counted as a hit; null and a miss. */
    static @Nullable Place findToRead(Call call, int keyArg) {
        var place = call.lookupRead(keyArg);
        if (place != null && place.type() != ValueType.STRING) {
            throw CommandException.wrongType();
        }
        return place;
    }

    /** The deadline of a key, none for one that is not there. */
    static long deadline(Place place) {
        return place.exists() ? place.deadline() : Keyspace.NO_DEADLINE;
    }

    /** Writes the value, or null for none. */
    static void reply(ReplyWriter reply, @Nullable Place place) {
        if (place == null) {
            reply.nullBulk();
        } else {
            reply(reply, place, 0, place.stringLength());
        }
    }

    /** Writes {@code length} bytes of the value from {@code from} on. */
    static void reply(ReplyWriter reply, Place place, int from, int length) {
        var lease = length > COPIED_BYTES_MAX ? place.keyspace().strings().lease(place) : null;
        if (lease == null) {
            int at = reply.bulkReserve(length);
            place.copyString(from, length, reply.memory(), at);
            return;
        }
        try {
            reply.bulkReference(new Lent(lease, from, length));
        } catch (OutOfMemoryError e) {
            lease.close();
            throw e;
        }
    }

    /** A part of a value that a reply is sent from. */
    private static final class Lent implements Pieces {
        private final ValueLease lease;
        private final int from;
        private final int length;
        private final Slice slice = new Slice();

        Lent(ValueLease lease, int from, int length) {
            this.lease = lease;
            this.from = from;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void piece(long at, Piece piece) {
            var found = lease.piece(from + (int) at, slice);
            piece.over(
                    found.memory(), found.offset(), (int) Math.min(found.length(), length - at));
        }

        @Override
        public void release() {
            lease.close();
        }
    }

    /** Gives a key the value in an argument, however long that is. */
    static void set(Call call, Place place, int valueArg, long deadline) {
        if (!call.argv().isLarge(valueArg)) {
            call.changing(place).strings().set(place, call.slice(valueArg), deadline);
            return;
        }
        var value = call.partition(1).store().incomingValue();
        try {
            var pieces = call.argv().pieces(valueArg);
            var piece = new Piece();
            var slice = new Slice();
            for (long at = 0; at < pieces.length(); at += piece.length()) {
                pieces.piece(at, piece);
                value.append(slice.over(piece.memory(), piece.offset(), piece.length()));
            }
        } catch (Throwable e) {
            value.abandon();
            throw e;
        }
        call.changing(place).strings().set(place, value, deadline);
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
