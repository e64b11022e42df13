package io.kevy.persist.snapshot;

import io.kevy.store.ValueType;

/**
 * The numbers of the kevy snapshot format that stand in files and on the wire.
 *
 * <p>They are frozen: a change here makes every image written before unreadable. The layout they
 * belong to is described in {@code docs/snapshot-format.md} of this module.
 */
final class SnapshotFormat {

    /** The ASCII bytes {@code KEVYSNAP}, read as one little-endian 64-bit number. */
    static final long MAGIC = 0x50414e535956454bL;

    /** The version that is written. */
    static final int VERSION = 4;

    /** The oldest version that is read. */
    static final int OLDEST_VERSION = 2;

    /** From here on an entry holds its deadline; before, the milliseconds it still had to live. */
    static final int ABSOLUTE_DEADLINE_VERSION = 3;

    /** From here on a stream carries its consumer groups. */
    static final int STREAM_GROUPS_VERSION = 4;

    /** From here on {@link #DATABASE} may stand between entries. */
    static final int DATABASES_VERSION = 4;

    static final int END = 0;
    static final int STRING = 1;
    static final int HASH = 2;
    static final int LIST = 3;
    static final int SET = 4;
    static final int SORTED_SET = 5;
    static final int STREAM = 6;

    /** One byte follows: the number of the database that the entries after it belong to. */
    static final int DATABASE = 0xfe;

    static final int WITHOUT_DEADLINE = 0;
    static final int WITH_DEADLINE = 1;

    /** Databases are numbered by one byte. */
    static final int DATABASES_MAX = 256;

    private SnapshotFormat() {}

    static int opcode(ValueType type) {
        return switch (type) {
            case STRING -> STRING;
            case HASH -> HASH;
            case LIST -> LIST;
            case SET -> SET;
            case SORTED_SET -> SORTED_SET;
            case STREAM -> STREAM;
        };
    }
}
