package io.kevy.store;

/**
 * How Redis would hold a string value: what {@code OBJECT ENCODING} answers.
 */
public enum Encoding {
    INT("int"),
    EMBSTR("embstr"),
    RAW("raw");

    /** The longest string that Redis embeds in its object header, in bytes. */
    static final int EMBSTR_BYTES_MAX = 44;

    private final String redisName;

    Encoding(String redisName) {
        this.redisName = redisName;
    }

    public String redisName() {
        return redisName;
    }
}
