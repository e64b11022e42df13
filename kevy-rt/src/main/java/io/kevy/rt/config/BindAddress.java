package io.kevy.rt.config;

/**
 * A local address that accepts connections.
 *
 * @param host name or address; {@code *} for every address
 * @param optional whether an address that this machine lacks is passed over (written {@code -host})
 */
public record BindAddress(String host, boolean optional) {
    static BindAddress parse(String word) {
        boolean optional = word.startsWith("-");
        return new BindAddress(optional ? word.substring(1) : word, optional);
    }

    @Override
    public String toString() {
        return optional ? "-" + host : host;
    }
}
