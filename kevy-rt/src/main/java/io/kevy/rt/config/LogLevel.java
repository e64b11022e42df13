package io.kevy.rt.config;

/** How much is logged: a level and everything after it. */
public enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING
}
