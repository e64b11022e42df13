package io.kevy.persist.snapshot;

import io.kevy.persist.EntryLimits;
import io.kevy.persist.EntrySink;
import io.kevy.persist.FormatException;
import io.kevy.persist.StreamState;
import io.kevy.store.Keyspace;
import io.kevy.store.ValueType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Reads a kevy snapshot, version 2 to 4, from chunks cut anywhere and passes its content to a
 * {@link EntrySink}.
 *
 * <p>Nothing is taken on trust: a length or count reserves no memory, what it announces is held as
 * it arrives, and only until the sink has seen it; a long string is passed on part by part and other
 * long bytes are held in native memory, so that the heap is never in proportion to them. What is not a snapshot is refused by a {@link
 * FormatException} that names the position; the sink may have seen a part by then. After
 * any exception the decoder takes no more.
 *
 * <p>Belongs to one thread. Never reads a clock.
 */
public final class SnapshotDecoder implements AutoCloseable {

    private final EntrySink sink;
    private final long nowMillis;
    private final FieldReader fields;

    private Field expected = Field.MAGIC;
    private int version;
    private boolean broken;
    private boolean closed;

    // Of the entry being read.
    private ValueType type = ValueType.STRING;
    private long deadline = Keyspace.NO_DEADLINE;
    /** Elements, stream entries, consumers or pending entries still to come. */
    private int elementsLeft;

    // Of the stream being read.
    private long lastMs;
    private long lastSeq;
    private long entriesAdded;
    private int entryFieldsLeft;
    private int groupsLeft;
    private long deliveryTimeMs;

    /**
     * @param nowMillis Unix milliseconds that the remaining times of a version 2 image count from
     */
    public SnapshotDecoder(EntrySink sink, long nowMillis, EntryLimits limits) {
        this.sink = sink;
        this.nowMillis = nowMillis;
        this.fields = new FieldReader(limits);
        fields.expect(expected);
    }

    /** As {@link #feed(MemorySegment, long, long)}, of an array. */
    public void feed(byte[] source, int offset, int length) throws FormatException {
        Objects.checkFromIndexSize(offset, length, source.length);
        feed(MemorySegment.ofArray(source), offset, length);
    }

    /**
     * Takes the next bytes of the image, all of them; the memory is the caller's again afterwards.
     * Takes time by the bytes given.
     *
     * @throws FormatException the image is refused: these bytes, or some before them, cannot belong
     *     to a snapshot, or stand after its end
     */
    public void feed(MemorySegment source, long offset, long length) throws FormatException {
        Objects.checkFromIndexSize(offset, length, source.byteSize());
        if (broken) {
            throw new IllegalStateException("this image takes no more bytes");
        }
        broken = true;
        fields.open(source, offset, length);
        while (expected != Field.NOTHING && fields.read()) {
            expected = accept();
            fields.expect(expected);
        }
        if (fields.remaining() > 0) {
            throw fields.refused("bytes after the end of the image");
        }
        fields.close();
        broken = false;
    }

    /** Whether the end of the image has been read. */
    public boolean finished() {
        return expected == Field.NOTHING && !broken;
    }

    /** Bytes of the image read so far. */
    public long position() {
        return fields.position();
    }

    /**
     * Says that no more bytes will come.
     *
     * @throws FormatException the image is not complete
     */
    public void end() throws FormatException {
        if (broken) {
            throw new IllegalStateException("this image takes no more bytes");
        }
        if (!finished()) {
            broken = true;
            throw fields.truncated();
        }
    }

    /**
     * Gives up what is half read, here and in the sink, when the image is not {@linkplain #finished
     * finished}. The decoder takes no more. Idempotent.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            boolean whole = finished();
            broken = true;
            fields.clear();
            if (!whole) {
                sink.abandon();
            }
        }
    }

    /** Acts on the field just read and says which one comes next. */
    private Field accept() throws FormatException {
        return switch (expected) {
            case MAGIC -> magic();
            case VERSION -> version();
            case OPCODE -> opcode((int) fields.number());
            case DATABASE -> database((int) fields.number());
            case DEADLINE_FLAG -> deadlineFlag((int) fields.number());
            case DEADLINE -> deadline(fields.number());
            case KEY -> firstFieldOfValue();

            case STRING -> string();
            case STRING_PART -> {
                sink.stringPart(fields.value());
                yield fields.isComplete() ? endEntry() : Field.STRING_PART;
            }

            case HASH_SIZE -> {
                sink.beginHash(fields.key(), deadline, fields.count());
                yield elements(Field.HASH_FIELD);
            }
            case HASH_FIELD -> Field.HASH_VALUE;
            case HASH_VALUE -> {
                sink.hashField(fields.name(), fields.value());
                yield nextElement(Field.HASH_FIELD);
            }

            case LIST_SIZE -> {
                sink.beginList(fields.key(), deadline, fields.count());
                yield elements(Field.LIST_ELEMENT);
            }
            case LIST_ELEMENT -> {
                sink.listElement(fields.value());
                yield nextElement(Field.LIST_ELEMENT);
            }

            case SET_SIZE -> {
                sink.beginSet(fields.key(), deadline, fields.count());
                yield elements(Field.SET_MEMBER);
            }
            case SET_MEMBER -> {
                sink.setMember(fields.value());
                yield nextElement(Field.SET_MEMBER);
            }

            case SORTED_SET_SIZE -> {
                sink.beginSortedSet(fields.key(), deadline, fields.count());
                yield elements(Field.SORTED_SET_MEMBER);
            }
            case SORTED_SET_MEMBER -> Field.SORTED_SET_SCORE;
            case SORTED_SET_SCORE -> score(Double.longBitsToDouble(fields.number()));

            case STREAM_LAST_ID -> {
                lastMs = fields.idMs();
                lastSeq = fields.idSeq();
                yield Field.STREAM_MAX_DELETED_ID;
            }
            case STREAM_MAX_DELETED_ID -> Field.STREAM_ENTRIES_ADDED;
            case STREAM_ENTRIES_ADDED -> {
                entriesAdded = fields.number();
                yield Field.STREAM_SIZE;
            }
            case STREAM_SIZE -> {
                sink.beginStream(fields.key(), deadline, streamState(), fields.count());
                elementsLeft = fields.count();
                yield nextStreamEntry();
            }
            case ENTRY_ID -> Field.ENTRY_SIZE;
            case ENTRY_SIZE -> {
                sink.streamEntry(fields.idMs(), fields.idSeq(), fields.count());
                elementsLeft--;
                entryFieldsLeft = fields.count();
                yield nextStreamField();
            }
            case ENTRY_FIELD -> Field.ENTRY_VALUE;
            case ENTRY_VALUE -> {
                sink.streamField(fields.name(), fields.value());
                entryFieldsLeft--;
                yield nextStreamField();
            }

            case GROUPS -> {
                groupsLeft = fields.count();
                yield nextGroup();
            }
            case GROUP_NAME -> Field.GROUP_LAST_ID;
            case GROUP_LAST_ID -> {
                sink.streamGroup(fields.name(), fields.idMs(), fields.idSeq());
                groupsLeft--;
                yield Field.CONSUMERS;
            }
            case CONSUMERS -> {
                elementsLeft = fields.count();
                yield nextConsumer();
            }
            case CONSUMER_NAME -> Field.CONSUMER_LAST_SEEN;
            case CONSUMER_LAST_SEEN -> {
                sink.streamConsumer(fields.name(), fields.number());
                elementsLeft--;
                yield nextConsumer();
            }
            case PENDING -> {
                elementsLeft = fields.count();
                yield nextPending();
            }
            case PENDING_ID -> Field.PENDING_CONSUMER;
            case PENDING_CONSUMER -> Field.PENDING_DELIVERY_TIME;
            case PENDING_DELIVERY_TIME -> {
                deliveryTimeMs = fields.number();
                yield Field.PENDING_DELIVERIES;
            }
            case PENDING_DELIVERIES -> {
                sink.streamPending(
                        fields.idMs(),
                        fields.idSeq(),
                        fields.name(),
                        deliveryTimeMs,
                        fields.number());
                elementsLeft--;
                yield nextPending();
            }

            case NOTHING -> throw new AssertionError("nothing comes after the end");
        };
    }

    private Field magic() throws FormatException {
        if (fields.number() != SnapshotFormat.MAGIC) {
            throw fields.refused("not a kevy snapshot: it does not start with KEVYSNAP");
        }
        return Field.VERSION;
    }

    private Field version() throws FormatException {
        version = (int) fields.number();
        if (version < SnapshotFormat.OLDEST_VERSION || version > SnapshotFormat.VERSION) {
            throw fields.refused(
                    "version %d, but only %d to %d can be read"
                            .formatted(
                                    version,
                                    SnapshotFormat.OLDEST_VERSION,
                                    SnapshotFormat.VERSION));
        }
        return Field.OPCODE;
    }

    private Field opcode(int opcode) throws FormatException {
        return switch (opcode) {
            case SnapshotFormat.END -> Field.NOTHING;
            case SnapshotFormat.STRING -> entry(ValueType.STRING);
            case SnapshotFormat.HASH -> entry(ValueType.HASH);
            case SnapshotFormat.LIST -> entry(ValueType.LIST);
            case SnapshotFormat.SET -> entry(ValueType.SET);
            case SnapshotFormat.SORTED_SET -> entry(ValueType.SORTED_SET);
            case SnapshotFormat.STREAM -> entry(ValueType.STREAM);
            case SnapshotFormat.DATABASE -> {
                if (version < SnapshotFormat.DATABASES_VERSION) {
                    throw fields.refused("a database switch in an image of version " + version);
                }
                yield Field.DATABASE;
            }
            default -> throw fields.refused("unknown opcode " + opcode);
        };
    }

    private Field entry(ValueType next) throws FormatException {
        if (!sink.holds(next)) {
            throw fields.refused(
                    "an entry of type %s, which is not held here".formatted(next.redisName()));
        }
        type = next;
        return Field.DEADLINE_FLAG;
    }

    private Field database(int db) throws FormatException {
        if (db >= sink.databases()) {
            throw fields.refused(
                    "database %d, but there are only %d".formatted(db, sink.databases()));
        }
        sink.database(db);
        return Field.OPCODE;
    }

    private Field deadlineFlag(int flag) throws FormatException {
        return switch (flag) {
            case SnapshotFormat.WITHOUT_DEADLINE -> {
                deadline = Keyspace.NO_DEADLINE;
                yield Field.KEY;
            }
            case SnapshotFormat.WITH_DEADLINE -> Field.DEADLINE;
            default -> throw fields.refused("deadline flag %d is neither 0 nor 1".formatted(flag));
        };
    }

    private Field deadline(long millis) throws FormatException {
        if (millis < 0) {
            throw fields.refused("a deadline beyond 2^63-1 milliseconds");
        }
        if (version >= SnapshotFormat.ABSOLUTE_DEADLINE_VERSION) {
            deadline = millis;
        } else {
            deadline = millis > Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + millis;
        }
        return Field.KEY;
    }

    private Field firstFieldOfValue() {
        return switch (type) {
            case STRING -> Field.STRING;
            case HASH -> Field.HASH_SIZE;
            case LIST -> Field.LIST_SIZE;
            case SET -> Field.SET_SIZE;
            case SORTED_SET -> Field.SORTED_SET_SIZE;
            case STREAM -> Field.STREAM_LAST_ID;
        };
    }

    private Field string() {
        if (fields.isLong()) {
            sink.beginString(fields.key(), deadline, (int) fields.number());
            return Field.STRING_PART;
        }
        sink.string(fields.key(), deadline, fields.value());
        return Field.OPCODE;
    }

    private Field score(double score) throws FormatException {
        if (Double.isNaN(score)) {
            throw fields.refused("a score that is not a number");
        }
        sink.sortedSetMember(fields.name(), score);
        return nextElement(Field.SORTED_SET_MEMBER);
    }

    private StreamState streamState() {
        return new StreamState(lastMs, lastSeq, fields.idMs(), fields.idSeq(), entriesAdded);
    }

    private Field elements(Field first) {
        elementsLeft = fields.count();
        return elementsLeft > 0 ? first : endEntry();
    }

    private Field nextElement(Field first) {
        elementsLeft--;
        return elementsLeft > 0 ? first : endEntry();
    }

    private Field nextStreamField() {
        return entryFieldsLeft > 0 ? Field.ENTRY_FIELD : nextStreamEntry();
    }

    private Field nextStreamEntry() {
        if (elementsLeft > 0) {
            return Field.ENTRY_ID;
        }
        return version >= SnapshotFormat.STREAM_GROUPS_VERSION ? Field.GROUPS : endEntry();
    }

    private Field nextGroup() {
        return groupsLeft > 0 ? Field.GROUP_NAME : endEntry();
    }

    private Field nextConsumer() {
        return elementsLeft > 0 ? Field.CONSUMER_NAME : Field.PENDING;
    }

    private Field nextPending() {
        return elementsLeft > 0 ? Field.PENDING_ID : nextGroup();
    }

    private Field endEntry() {
        sink.endEntry();
        return Field.OPCODE;
    }
}
