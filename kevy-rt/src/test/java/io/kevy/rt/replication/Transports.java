package io.kevy.rt.replication;

import io.kevy.sys.Transport;
import java.util.stream.Stream;

/** The transports that work on this machine, by the names of the directive. */
final class Transports {
    private Transports() {}

    static Stream<String> here() {
        try {
            return Stream.of(Transport.epoll().name(), "nio");
        } catch (UnsupportedOperationException e) {
            return Stream.of("nio");
        }
    }
}
