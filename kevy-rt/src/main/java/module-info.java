import org.jspecify.annotations.NullMarked;

/** The kevy server. */
@NullMarked
module io.kevy.rt {
    requires static org.jspecify;
    requires io.kevy.sys;
    requires io.kevy.resp;
    requires io.kevy.store;
    requires io.kevy.persist;
    requires io.kevy.replicate;
    requires org.jctools.core;
}
