package io.kevy.rt.config;

import java.net.InetAddress;

/**
 * A local address that accepts connections.
 *
 * @param host name or address; {@code *} for every IPv4 and {@code ::*} for every IPv6 address
 * @param optional whether an address that this machine lacks is passed over (written {@code -host})
 */
public record BindAddress(String host, boolean optional) {
    /** Whether only this machine can connect to it: a literal loopback address or {@code localhost}. */
    boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static BindAddress parse(String word) {
        boolean optional = word.startsWith("-");
        return new BindAddress(optional ? word.substring(1) : word, optional);
    }

    @Override
    public String toString() {
        return optional ? "-" + host : host;
    }
}
