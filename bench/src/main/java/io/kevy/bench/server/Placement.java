package io.kevy.bench.server;

/** The cores that a server runs on. */
public enum Placement {
    /** That of the servers, which the load leaves alone. */
    SERVER_CORE,
    /** That of the load. */
    LOAD_CORE,
    BOTH_CORES
}
