package io.kevy.replicate;

import io.kevy.resp.Argv;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a link reports, the pieces of a chunk put together. */
final class RecordedEvents implements ReplicaEvents {
    final List<String> events = new ArrayList<>();
    final List<List<String>> frames = new ArrayList<>();
    final ByteArrayOutputStream snapshot = new ByteArrayOutputStream();

    @Override
    public void acknowledged(long offset) {
        events.add("ack " + offset);
    }

    @Override
    public void snapshotBegin() {
        events.add("begin");
        snapshot.reset();
    }

    @Override
    public void snapshotChunk(byte[] bytes, int offset, int length) {
        snapshot.write(bytes, offset, length);
    }

    @Override
    public void snapshotEnd(long ackOffset) {
        events.add("end " + ackOffset);
    }

    @Override
    public void frame(long offset, Argv command) {
        events.add("frame " + offset);
        frames.add(Drive.strings(command));
    }
}
