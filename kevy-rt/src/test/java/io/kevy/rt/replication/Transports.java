package io.kevy.rt.replication;

import io.kevy.sys.Transport;
import java.util.stream.Stream;

/** The transports that work on this machine, by the names of the directive. */
public final class Transports {
    private Transports() {}

    public static Stream<String> here() {
        try {
            return Stream.of(Transport.epoll().name(), "nio");
        } catch (UnsupportedOperationException e) {
            return Stream.of("nio");
        }
    }
}
