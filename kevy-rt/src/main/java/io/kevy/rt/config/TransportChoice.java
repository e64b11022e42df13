package io.kevy.rt.config;

/** Which socket implementation is used. */
public enum TransportChoice {
    /** The best that works on this machine. */
    AUTO,
    EPOLL,
    NIO
}
