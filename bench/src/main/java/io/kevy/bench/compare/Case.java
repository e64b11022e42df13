package io.kevy.bench.compare;

import io.kevy.bench.load.Operation;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured as one: an operation, so many at once.
 *
 * @param series the figures of each server, in the order of the servers
 */
record Case(Operation operation, int pipeline, List<Series> series) {
    static Case of(Operation operation, int pipeline, int servers) {
        return new Case(operation, pipeline, Stream.generate(Series::new).limit(servers).toList());
    }

    String title() {
        return operation + " -P " + pipeline;
    }
}
