package io.kevy.bench.large;

/** What is done with a large string without reading or writing much of it. */
enum LargeOperation {
    EXPIRE,
    PERSIST,
    RENAME,
    MOVE,
    SETRANGE("SETRANGE of one byte"),
    APPEND("APPEND of one byte");

    private final String title;

    LargeOperation() {
        title = name();
    }

    LargeOperation(String title) {
        this.title = title;
    }

    /** As it stands in the table. */
    String title() {
        return title;
    }
}
