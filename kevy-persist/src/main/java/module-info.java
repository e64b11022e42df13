import org.jspecify.annotations.NullMarked;

/** Durable forms of a store: the kevy snapshot. */
@NullMarked
module io.kevy.persist {
    requires static org.jspecify;
    requires transitive io.kevy.store;

    exports io.kevy.persist;
    exports io.kevy.persist.snapshot;
}
