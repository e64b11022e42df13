import org.jspecify.annotations.NullMarked;

/** The Redis serialization protocol, versions 2 and 3. */
@NullMarked
module io.kevy.resp {
    requires static transitive org.jspecify;

    exports io.kevy.resp;
}
