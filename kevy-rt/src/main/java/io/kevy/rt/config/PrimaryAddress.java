package io.kevy.rt.config;

/**
 * Where the primary of a replica answers clients.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record PrimaryAddress(String host, int port) {
    @Override
    public String toString() {
        return host + " " + port;
    }
}
