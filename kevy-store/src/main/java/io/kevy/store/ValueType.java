package io.kevy.store;

/**
 * The type of a value. Its code is what a record and a digest hold.
 */
public enum ValueType {
    STRING(0, "string"),
    LIST(1, "list"),
    SET(2, "set"),
    SORTED_SET(3, "zset"),
    HASH(4, "hash"),
    STREAM(5, "stream");

    private static final ValueType[] ALL = values();

    private final int code;
    private final String redisName;

    ValueType(int code, String redisName) {
        this.code = code;
        this.redisName = redisName;
    }

    /** The word the {@code TYPE} command answers with. */
    public String redisName() {
        return redisName;
    }

    int code() {
        return code;
    }

    static ValueType of(int code) {
        for (var type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        throw new AssertionError("no type has the code " + code);
    }
}
