package io.kevy.rt.command;

import io.kevy.resp.Argv;
import io.kevy.resp.Decimal;
import io.kevy.resp.Piece;
import io.kevy.resp.Pieces;
import io.kevy.store.Entry;
import io.kevy.store.Place;
import io.kevy.store.Slice;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An effect being put together, for a change whose request does not reproduce it. It is put together
 * before anything changes, because that takes memory, and recorded after. Reused.
 *
 * <p>Small arguments are copied; a large one ({@value #COPIED_BYTES_MAX} bytes and more) is read
 * from where it stands when the effect is recorded.
 */
public final class Draft {
    private static final int COPIED_BYTES_MAX = 64 << 10;
    private static final int BYTES_AT_FIRST = 256;
    private static final int BYTES_KEPT_MAX = 1 << 20;

    private final Commit commit;
    private final Argv argv = new Argv();
    private final Slice key = new Slice();
    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private @Nullable StoredValue onTheWay;
    private int size;

    Draft(Commit commit) {
        this.commit = commit;
    }

    /** Starts with the command's name, upper case. */
    Draft begin(String name) {
        if (bytes.length > BYTES_KEPT_MAX) {
            hold(new byte[BYTES_AT_FIRST]);
        }
        size = 0;
        onTheWay = null;
        argv.clear(memory);
        return arg(name);
    }

    Argv argv() {
        return argv;
    }

    /** Adds an ASCII word. */
    public Draft arg(String ascii) {
        int length = ascii.length();
        int at = reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) ascii.charAt(i);
        }
        argv.add(at, length);
        return this;
    }

    /** Adds argument {@code i} of a request. */
    public Draft arg(Argv request, int i) {
        if (request.isLarge(i)) {
            argv.addLarge(new Lent(request.pieces(i)));
            return this;
        }
        int length = request.length(i);
        return arg(request.memory(i), request.offset(i), length);
    }

    public Draft arg(byte[] source) {
        return arg(MemorySegment.ofArray(source), 0, source.length);
    }

    private Draft arg(MemorySegment source, long offset, int length) {
        if (length >= COPIED_BYTES_MAX) {
            argv.addLarge(new Lent(Pieces.of(source.asSlice(offset, length))));
            return this;
        }
        int at = reserve(length);
        MemorySegment.copy(source, offset, memory, at, length);
        argv.add(at, length);
        return this;
    }

    public Draft arg(long value) {
        int length = Decimal.digits(value);
        int at = reserve(length);
        Decimal.write(value, memory, at);
        argv.add(at, length);
        return this;
    }

    /**
     * Adds the string at a place from where it is about to go: a large one is read from where it has
     * {@link #arrived}.
     */
    Draft value(Place place) {
        int length = place.stringLength();
        if (length >= COPIED_BYTES_MAX) {
            onTheWay = new StoredValue(place);
            argv.addLarge(onTheWay);
            return this;
        }
        int at = reserve(length);
        place.copyString(0, length, memory, at);
        argv.add(at, length);
        return this;
    }

    /** The value is where it was on its way to, and may be gone from where it was. */
    void arrived(Place place) {
        var value = onTheWay;
        if (value != null) {
            value.place = place;
        }
    }

    /** Adds the key of an entry. */
    Draft key(Entry entry) {
        int length = entry.keyLength();
        int at = reserve(length);
        entry.key(key).copyTo(memory, at);
        argv.add(at, length);
        return this;
    }

    /** Makes the effect known, now that the change is made. */
    public void record() {
        commit.record(this);
    }

    private void hold(byte[] bytes) {
        this.bytes = bytes;
        memory = MemorySegment.ofArray(bytes);
    }

    private int reserve(int length) {
        int at = size;
        if (bytes.length - at < length) {
            hold(Arrays.copyOf(bytes, Math.max(Math.addExact(at, length), bytes.length * 2)));
            argv.rebase(memory, 0);
        }
        size = at + length;
        return at;
    }

    /** Bytes that somebody else gives back. */
    record Lent(Pieces pieces) implements Pieces {
        @Override
        public long length() {
            return pieces.length();
        }

        @Override
        public void piece(long at, Piece piece) {
            pieces.piece(at, piece);
        }

        @Override
        public void release() {}
    }

    /** A string where it lies in the store. */
    private static final class StoredValue implements Pieces {
        private final int length;
        private final Slice slice = new Slice();
        private Place place;

        StoredValue(Place place) {
            this.place = place;
            this.length = place.stringLength();
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void piece(long at, Piece piece) {
            var found = place.piece((int) at, slice);
            piece.over(found.memory(), found.offset(), found.length());
        }

        @Override
        public void release() {}
    }
}
