package io.kevy.persist.snapshot;

/**
 * The fields of a snapshot in the order of their layout; what comes after which is the business of
 * {@link SnapshotDecoder}.
 */
enum Field {
    MAGIC(Shape.U64, "magic"),
    VERSION(Shape.U8, "version"),
    OPCODE(Shape.U8, "opcode"),
    DATABASE(Shape.U8, "database number"),
    DEADLINE_FLAG(Shape.U8, "deadline flag"),
    DEADLINE(Shape.U64, "deadline"),
    KEY(Shape.KEY, "key"),

    STRING(Shape.STRING, "string value"),
    STRING_PART(Shape.PART, "string value"),

    HASH_SIZE(Shape.COUNT, "number of hash fields"),
    HASH_FIELD(Shape.NAME, "hash field"),
    HASH_VALUE(Shape.VALUE, "hash value"),

    LIST_SIZE(Shape.COUNT, "number of list elements"),
    LIST_ELEMENT(Shape.VALUE, "list element"),

    SET_SIZE(Shape.COUNT, "number of set members"),
    SET_MEMBER(Shape.VALUE, "set member"),

    SORTED_SET_SIZE(Shape.COUNT, "number of sorted set members"),
    SORTED_SET_MEMBER(Shape.NAME, "sorted set member"),
    SORTED_SET_SCORE(Shape.U64, "score"),

    STREAM_LAST_ID(Shape.ID, "last stream ID"),
    STREAM_MAX_DELETED_ID(Shape.ID, "highest deleted stream ID"),
    STREAM_ENTRIES_ADDED(Shape.U64, "count of added stream entries"),

    STREAM_SIZE(Shape.COUNT, "number of stream entries"),
    ENTRY_ID(Shape.ID, "stream entry ID"),
    ENTRY_SIZE(Shape.COUNT, "number of stream entry fields"),
    ENTRY_FIELD(Shape.NAME, "stream entry field"),
    ENTRY_VALUE(Shape.VALUE, "stream entry value"),

    GROUPS(Shape.COUNT, "number of groups"),
    GROUP_NAME(Shape.NAME, "group name"),
    GROUP_LAST_ID(Shape.ID, "last delivered ID"),

    CONSUMERS(Shape.COUNT, "number of consumers"),
    CONSUMER_NAME(Shape.NAME, "consumer name"),
    CONSUMER_LAST_SEEN(Shape.U64, "time a consumer was last seen"),

    PENDING(Shape.COUNT, "number of pending entries"),
    PENDING_ID(Shape.ID, "pending entry ID"),
    PENDING_CONSUMER(Shape.NAME, "consumer of a pending entry"),
    PENDING_DELIVERY_TIME(Shape.U64, "delivery time"),
    PENDING_DELIVERIES(Shape.U32, "number of deliveries"),

    /** No field: the image is complete. */
    NOTHING(Shape.U8, "nothing");

    final Shape shape;
    final String description;

    Field(Shape shape, String description) {
        this.shape = shape;
        this.description = description;
    }

    /** How a field is laid out, and for bytes the {@link GatheredBytes} they go to. */
    enum Shape {
        U8(1),
        U32(4),
        U64(8),
        /** Two 64-bit numbers: milliseconds and sequence number. */
        ID(16),
        /** A 32-bit number that {@link io.kevy.persist.EntryLimits#elementsMax} bounds. */
        COUNT(4),
        KEY(4),
        NAME(4),
        VALUE(4),
        /** A value that is read in parts when it is long; then this is its length alone. */
        STRING(4),
        /** More of the bytes of a string whose length has been read. */
        PART(4);

        /** Bytes of the number or ID; of the length where the field is bytes. */
        final int width;

        Shape(int width) {
            this.width = width;
        }
    }
}
