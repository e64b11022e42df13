import org.jspecify.annotations.NullMarked;

/** One shard's keyspace, off the heap, with copy-on-write snapshots. */
@NullMarked
module io.kevy.store {
    requires static transitive org.jspecify;

    exports io.kevy.store;
}
