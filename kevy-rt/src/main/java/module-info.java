import org.jspecify.annotations.NullMarked;

/** The kevy server. */
@NullMarked
module io.kevy.rt {
    requires static transitive org.jspecify;
    requires io.kevy.sys;
    requires io.kevy.resp;
    requires io.kevy.store;
    requires io.kevy.persist;
    requires io.kevy.replicate;
    requires java.logging;
    requires org.jctools.core;

    exports io.kevy.rt.main to java.logging; // which makes the log manager
    exports io.kevy.rt.config;
    exports io.kevy.rt.server;
}
