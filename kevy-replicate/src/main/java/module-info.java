import org.jspecify.annotations.NullMarked;

/** The replication link between a primary's shard and a replica. */
@NullMarked
module io.kevy.replicate {
    requires static org.jspecify;
    requires transitive io.kevy.resp;

    exports io.kevy.replicate;
}
